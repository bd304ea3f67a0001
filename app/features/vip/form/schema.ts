import { z } from "zod";

import { currencyDecimals, formatDecimal, parseMinor } from "~/kit/money";

import { type Tier, type VipSettings, VipSettingsSchema } from "../schema";

/** A tier as people type it: numbers are text, empty = not required. */
const TierFormSchema = z.object({
  id: z.string().max(40),
  name: z.string().max(200),
  tag: z.string().max(200),
  minOrders: z.string().max(40),
  /** Decimal amount in the shop's currency, point or comma. */
  minSpend: z.string().max(40),
});

/** The form of the VIP page, as it is typed and sent. */
export const VipFormSchema = z.object({
  isEnabled: z.boolean(),
  window: z.enum(["rolling", "lifetime"]),
  days: z.string().max(40),
  tiers: z.array(TierFormSchema).max(50),
});

export type TierForm = z.infer<typeof TierFormSchema>;
export type VipForm = z.infer<typeof VipFormSchema>;

/** A code per field, by its path in the settings: `{ "tiers.0.name": "name-missing" }`. */
export type VipFieldErrors = Record<string, string>;

/** Everything `decideTier` needs is there, or what is wrong. */
export type ParsedVipForm = { ok: true; settings: VipSettings } | { ok: false; errors: VipFieldErrors };

const DEFAULT_DAYS = "365";
/** Refused by every bound of the settings: stands for text that is no number. */
const NOT_A_NUMBER = -1;

/** Settings as the form shows them. */
export function formOf(settings: VipSettings, currencyCode: string): VipForm {
  const { isEnabled, window, tiers } = settings;
  return {
    isEnabled,
    window: window.kind,
    days: window.kind === "rolling" ? String(window.days) : DEFAULT_DAYS,
    tiers: tiers.map(({ id, name, tag, minOrderCount, minNetMinor }) => ({
      id,
      name,
      tag,
      minOrders: minOrderCount === null ? "" : String(minOrderCount),
      minSpend: minNetMinor === null ? "" : formatDecimal(minNetMinor, currencyCode),
    })),
  };
}

/** Reads a typed form; the same on the page, for hints, and on the server, which decides. */
export function parseVipForm(input: unknown, currencyCode: string): ParsedVipForm {
  const form = VipFormSchema.safeParse(input);
  if (!form.success) return { ok: false, errors: { form: "unreadable" } };
  const { isEnabled, window, days, tiers } = form.data;
  const parsed = VipSettingsSchema.safeParse({
    isEnabled,
    window:
      window === "rolling"
        ? { kind: "rolling", days: readWhole(days) ?? NOT_A_NUMBER }
        : { kind: "lifetime" },
    tiers: tiers.map((tier) => readTier(tier, currencyCode)),
  });
  if (parsed.success) return { ok: true, settings: parsed.data };
  const errors: VipFieldErrors = {};
  for (const { path, message } of parsed.error.issues) errors[path.join(".")] ??= message;
  return { ok: false, errors };
}

function readTier({ id, name, tag, minOrders, minSpend }: TierForm, currencyCode: string): Tier {
  return {
    id,
    name,
    tag,
    minOrderCount: readWhole(minOrders),
    minNetMinor: readAmount(minSpend, currencyCode),
  };
}

/** Null for empty text. */
function readWhole(text: string): number | null {
  const typed = text.trim();
  if (typed === "") return null;
  return /^\d{1,9}$/.test(typed) ? Number(typed) : NOT_A_NUMBER;
}

/** Minor units; null for empty text. More digits than the currency has are refused: "1,000" could mean a thousand. */
function readAmount(text: string, currencyCode: string): number | null {
  const typed = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  if (typed === "") return null;
  const match = /^\d{1,13}(?:\.(\d*))?$/.exec(typed);
  if (!match || (match[1] ?? "").length > currencyDecimals(currencyCode)) return NOT_A_NUMBER;
  return parseMinor(typed, currencyCode);
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
