import { z } from "zod";

import { writeTypedAmount } from "~/kit/typed-amount";

import {
  type Measure,
  MEASURES,
  measuresOf,
  type Tier,
  type VipSettings,
  VipSettingsSchema,
} from "../schema";

import { NOT_A_NUMBER, readAmount, readWhole } from "./numbers";
import { PerkFormSchema, perkFormOf, readPerk } from "./perk-form";

/** A tier as people type it: numbers are text, empty = not required. */
const TierFormSchema = z.object({
  id: z.string().max(40),
  name: z.string().max(200),
  tag: z.string().max(200),
  minOrders: z.string().max(40),
  /** Decimal amount in the shop's currency, point or comma. */
  minSpend: z.string().max(40),
  minMargin: z.string().max(40).default(""),
  minPoints: z.string().max(40).default(""),
  minRfm: z.string().max(40).default(""),
  perks: z.array(PerkFormSchema).max(50).default([]),
});

export const WINDOWS = ["rolling", "calendar-year", "lifetime"] as const;

/** The form of the VIP page, as it is typed and sent. */
export const VipFormSchema = z.object({
  isEnabled: z.boolean(),
  window: z.enum(WINDOWS),
  days: z.string().max(40),
  /** What tiers are measured by; what is typed for another measure does not count. */
  bases: z.array(z.enum(MEASURES)).default([...MEASURES]),
  mix: z.enum(["all", "any"]).default("all"),
  graceDays: z.string().max(40).default("0"),
  noticeDays: z.string().max(40).default("0"),
  withdrawsPerks: z.boolean().default(true),
  tiers: z.array(TierFormSchema).max(50),
});

export type TierForm = z.infer<typeof TierFormSchema>;
export type VipForm = z.infer<typeof VipFormSchema>;

/** A code per field, by its path in the settings: `{ "tiers.0.name": "name-missing" }`. */
export type VipFieldErrors = Record<string, string>;

/** Everything `decideTier` needs is there, or what is wrong. */
export type ParsedVipForm = { ok: true; settings: VipSettings } | { ok: false; errors: VipFieldErrors };

const DEFAULT_DAYS = "365";

/** Settings as the form shows them to a reader of `locale`. */
export function formOf(settings: VipSettings, currencyCode: string, locale: string): VipForm {
  const { isEnabled, window, tiers, mix, graceDays, noticeDays, withdrawsPerks } = settings;
  const used = new Set(tiers.flatMap(measuresOf));
  return {
    isEnabled,
    window: window.kind,
    days: window.kind === "rolling" ? String(window.days) : DEFAULT_DAYS,
    bases: MEASURES.filter((measure) => used.has(measure)),
    mix,
    graceDays: String(graceDays),
    noticeDays: String(noticeDays),
    withdrawsPerks,
    tiers: tiers.map((tier) => tierFormOf(tier, currencyCode, locale)),
  };
}

function tierFormOf(tier: Tier, currencyCode: string, locale: string): TierForm {
  const money = (minor: number | null) =>
    minor === null ? "" : writeTypedAmount(minor, currencyCode, locale);
  const whole = (count: number | null) => (count === null ? "" : String(count));
  return {
    id: tier.id,
    name: tier.name,
    tag: tier.tag,
    minOrders: whole(tier.minOrderCount),
    minSpend: money(tier.minNetMinor),
    minMargin: money(tier.minMarginMinor),
    minPoints: whole(tier.minPoints),
    minRfm: whole(tier.minRfmScore),
    perks: tier.perks.map((perk) => perkFormOf(perk, currencyCode, locale)),
  };
}

/** Reads a typed form; the same on the page, for hints, and on the server, which decides. */
export function parseVipForm(input: unknown, currencyCode: string): ParsedVipForm {
  const form = VipFormSchema.safeParse(input);
  if (!form.success) return { ok: false, errors: { form: "unreadable" } };
  const { window, days, tiers, bases, graceDays, noticeDays, ...rest } = form.data;
  const parsed = VipSettingsSchema.safeParse({
    ...rest,
    window: window === "rolling" ? { kind: window, days: readWhole(days) ?? NOT_A_NUMBER } : { kind: window },
    graceDays: readWhole(graceDays) ?? 0,
    noticeDays: readWhole(noticeDays) ?? 0,
    tiers: tiers.map((tier) => readTier(tier, { bases, currencyCode })),
  });
  if (parsed.success) return { ok: true, settings: parsed.data };
  const errors: VipFieldErrors = {};
  for (const { path, message } of parsed.error.issues) errors[path.join(".")] ??= message;
  return { ok: false, errors };
}

function readTier(
  { id, name, tag, perks, ...typed }: TierForm,
  { bases, currencyCode }: { bases: readonly Measure[]; currencyCode: string },
) {
  const of = (measure: Measure, read: () => number | null) => (bases.includes(measure) ? read() : null);
  return {
    id,
    name,
    tag,
    minOrderCount: of("orders", () => readWhole(typed.minOrders)),
    minNetMinor: of("spend", () => readAmount(typed.minSpend, currencyCode)),
    minMarginMinor: of("margin", () => readAmount(typed.minMargin, currencyCode)),
    minPoints: of("points", () => readWhole(typed.minPoints)),
    minRfmScore: of("rfm", () => readWhole(typed.minRfm)),
    perks: perks.map((perk) => readPerk(perk, currencyCode)),
  };
}

/** What the page asks of the server: `form` is the VipForm as JSON. */
export const VipActionSchema = z.object({
  kind: z.enum(["preview", "save"]),
  form: z.string().transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: z.ZodIssueCode.custom, message: "unreadable" });
      return z.NEVER;
    }
  }),
});
