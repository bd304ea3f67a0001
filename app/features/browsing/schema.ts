import { z } from "zod";

/** What a merchant decides about following browsers; the pixel is there or not accordingly. */
export const BROWSING_SETTINGS_KEY = "browsing";

/** Most addresses a merchant may name beside those Shopify tells. */
const MOST_ADDRESSES = 20;
const ADDRESS_EXPECTED = "must be the address of a store, such as https://shop.example";

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
  /** Why it is not connected; null when nothing went wrong. */
  error: z.string().nullable().default(null),
});
export type PixelState = z.infer<typeof PixelStateSchema>;

/** How long Shopify's names are at most; a shopper's browser could send anything. */
const text = z.string().min(1).max(300);
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
export type BrowsingForm = { isOn: boolean; moreOrigins: string };

export function formOf({ isOn, moreOrigins }: BrowsingSettings): BrowsingForm {
  return { isOn, moreOrigins: moreOrigins.join("\n") };
}

/** What the form says; `wrong`: the first line that is no address, or null when there are too many. */
export function parseBrowsingForm(
  form: FormData,
): { ok: true; value: BrowsingSettings } | { ok: false; wrong: string | null } {
  const typed = form.get("moreOrigins");
  const lines = (typeof typed === "string" ? typed : "").split(/[\s,]+/).filter((line) => line !== "");
  const wrong = lines.find((line) => originOf(line) === null);
  if (wrong !== undefined) return { ok: false, wrong: wrong.slice(0, 100) };
  const parsed = BrowsingSettingsSchema.safeParse({ isOn: form.get("isOn") === "true", moreOrigins: lines });
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, wrong: null };
}
