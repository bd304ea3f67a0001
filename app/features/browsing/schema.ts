import { z } from "zod";

import { HOUR_MS } from "~/kit/duration";

/** What a merchant decides about following browsers; the pixel is there or not accordingly. */
export const BROWSING_SETTINGS_KEY = "browsing";

/** Most addresses a merchant may name beside those Shopify tells. */
const MOST_ADDRESSES = 20;
const ADDRESS_EXPECTED = "must be the address of a store, such as https://shop.example";

/** Rates a merchant may choose from. */
export const SAMPLE_PERCENTS = [100, 50, 25, 10, 5, 1] as const;
/** At most half a day: a day is counted for the last time when the next one is over. */
export const ABANDONED_MINUTES = { min: 15, max: 720, usual: 60 } as const;

export const BrowsingSettingsSchema = z.object({
  isOn: z.boolean().default(true),
  /** Origins of the storefront beside its main address, of markets with a domain of their own. */
  moreOrigins: z
    .array(
      z
        .string()
        .trim()
        .max(200)
        .refine((text) => originOf(text) !== null, ADDRESS_EXPECTED)
        .transform((text) => originOf(text) ?? ""),
    )
    .max(MOST_ADDRESSES)
    .default([]),
  /** Of a hundred browsers, how many have their visits counted. */
  samplePercent: z.number().int().min(1).max(100).default(100),
  /** A cart, or a checkout, is abandoned when no order came of it by then. */
  abandonedAfterMinutes: z
    .number()
    .int()
    .min(ABANDONED_MINUTES.min)
    .max(ABANDONED_MINUTES.max)
    .default(ABANDONED_MINUTES.usual),
});
export type BrowsingSettings = z.infer<typeof BrowsingSettingsSchema>;

/** `https://shop.example` out of an address, or of a bare `shop.example`; null when it is none. */
export function originOf(text: string): string | null {
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return null;
  const { origin, hostname } = new URL(address);
  return hostname.includes(".") ? origin : null;
}

/** What Shopify said of the pixel last. */
export const PIXEL_STATE_KEY = "browsing-pixel";

export const PixelStateSchema = z.object({
  gid: z.string().nullable().default(null),
  /** Where shoppers meet the store. */
  storeOrigin: z.string().nullable().default(null),
  connectedAt: z.string().nullable().default(null),
  /** At which rate it was told to tell of visits. */
  samplePercent: z.number().int().min(1).max(100).default(100),
  /** Why it is not connected; null when nothing went wrong. */
  error: z.string().nullable().default(null),
});
export type PixelState = z.infer<typeof PixelStateSchema>;

/** How long Shopify's names are at most; a shopper's browser could send anything. */
const text = z.string().min(1).max(300);
/** A page that is open for longer is told of as if it were not. */
const MOST_PAGE_MS = 6 * HOUR_MS;
const legacyId = z.string().regex(/^\d{1,20}$/);

/** What a browser sends (extensions/perennial-pixel/src/batch.ts). */
export const BatchSchema = z
  .object({
    v: z.literal(1),
    account: z.string().min(1).max(100),
    client: z.string().min(8).max(100),
    consent: z.object({ analytics: z.boolean(), marketing: z.boolean() }).strict(),
    mark: text.nullable(),
    cart: text.nullable(),
    /** The page it comes from, of browsers in the sample, and how long ago it was opened. */
    page: z
      .object({ id: z.string().min(8).max(100), ms: z.number().int().min(0).max(MOST_PAGE_MS) })
      .strict()
      .nullable()
      .default(null),
    sights: z
      .array(
        z.discriminatedUnion("kind", [
          z.object({ kind: z.literal("product-viewed"), product: legacyId }).strict(),
          z.object({ kind: z.literal("product-carted"), product: legacyId }).strict(),
          z.object({ kind: z.literal("cart-viewed") }).strict(),
          z.object({ kind: z.literal("checkout-started"), checkout: text }).strict(),
        ]),
      )
      .max(20),
  })
  .strict();
export type Batch = z.infer<typeof BatchSchema>;

/**
 * Token of the checkout that was begun; null: none was. Each is kept for a while, so of several in one batch, which no
 * page sends, the last counts: nobody fills the database by twenty a request.
 */
export function checkoutOf({ sights }: Pick<Batch, "sights">): string | null {
  return sights.findLast((sight) => sight.kind === "checkout-started")?.checkout ?? null;
}

/** Longer bodies are not read. */
export const MOST_BYTES = 16 * 1_024;

export const LOOK_LIMITS = { minViews: { min: 1, max: 20 }, againAfterDays: { min: 1, max: 365 } } as const;

/** How a flow begins by what somebody looked at. */
export const LookedAtSettingsSchema = z.object({
  /** Whoever looked once may have come by chance. */
  minViews: z.number().int().min(LOOK_LIMITS.minViews.min).max(LOOK_LIMITS.minViews.max).default(1),
  /** Not again about the same product before it was left alone for so many days. */
  againAfterDays: z
    .number()
    .int()
    .min(LOOK_LIMITS.againAfterDays.min)
    .max(LOOK_LIMITS.againAfterDays.max)
    .default(30),
});
export type LookedAtSettings = z.infer<typeof LookedAtSettingsSchema>;

/** The page that tells what the pixel is and does. */
export type BrowsingPageData = {
  settings: BrowsingSettings;
  standing: "connected" | "connecting" | "off" | "missing-scopes" | "failed";
  /** Scopes that the shop has not granted. */
  missingScopes: string[];
  error: string | null;
  /** ISO instant. */
  connectedAt: string | null;
  /** Where the pixel is listened to. */
  origins: string[];
  figures: { knownBrowsers: number; unknownBrowsers: number; products: number };
  keptDays: { known: number; unknown: number };
};

/** The form as it is typed: one address a line. */
export type BrowsingForm = {
  isOn: boolean;
  moreOrigins: string;
  samplePercent: string;
  abandonedAfterMinutes: string;
};

export function formOf({ moreOrigins, samplePercent, ...settings }: BrowsingSettings): BrowsingForm {
  return {
    isOn: settings.isOn,
    moreOrigins: moreOrigins.join("\n"),
    samplePercent: String(samplePercent),
    abandonedAfterMinutes: String(settings.abandonedAfterMinutes),
  };
}

/** What cannot be taken of the form: a line that is no address, too many of them, or the minutes. */
export type WrongInForm = { field: "moreOrigins"; line: string | null } | { field: "abandonedAfterMinutes" };

/** What the form says, or what is wrong with it. */
export function parseBrowsingForm(
  form: FormData,
): { ok: true; value: BrowsingSettings } | { ok: false; wrong: WrongInForm } {
  const typed = form.get("moreOrigins");
  const lines = (typeof typed === "string" ? typed : "").split(/[\s,]+/).filter((line) => line !== "");
  const wrong = lines.find((line) => originOf(line) === null);
  if (wrong !== undefined) return { ok: false, wrong: { field: "moreOrigins", line: wrong.slice(0, 100) } };
  const percent = Number(form.get("samplePercent"));
  const parsed = BrowsingSettingsSchema.safeParse({
    isOn: form.get("isOn") === "true",
    moreOrigins: lines,
    samplePercent: SAMPLE_PERCENTS.find((one) => one === percent) ?? SAMPLE_PERCENTS[0],
    abandonedAfterMinutes: Number(form.get("abandonedAfterMinutes") ?? ABANDONED_MINUTES.usual),
  });
  if (parsed.success) return { ok: true, value: parsed.data };
  const isMinutes = parsed.error.issues.some(({ path }) => path[0] === "abandonedAfterMinutes");
  if (isMinutes) return { ok: false, wrong: { field: "abandonedAfterMinutes" } };
  return { ok: false, wrong: { field: "moreOrigins", line: null } };
}
