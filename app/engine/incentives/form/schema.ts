import { z } from "zod";

import { currencyDecimals } from "~/kit/money";
import { readTypedAmount, readTypedNumber, writeTypedAmount, writeTypedNumber } from "~/kit/typed-amount";

import { type IncentiveSettings, IncentiveSettingsSchema, SETTINGS_LIMITS } from "../schema";

/** The limits as fields hold them: percents and amounts as people type them, empty = none. */
export type IncentiveForm = Record<
  "grossMargin" | "marginFloor" | "monthlyBudget" | "flowBudget" | "mostUnusedCodes" | "codeLimit",
  string
>;

export type IncentiveFormErrors = Partial<Record<keyof IncentiveForm, string>>;

/** The saved limits as a form for a reader of `locale`. */
export function formOf(settings: IncentiveSettings, currencyCode: string, locale: string): IncentiveForm {
  const percent = (bp: number | null) => (bp === null ? "" : writeTypedNumber(bp / 100, locale));
  const amount = (minor: number | null) =>
    minor === null ? "" : writeTypedAmount(minor, currencyCode, locale);
  return {
    grossMargin: percent(settings.grossMarginBp),
    marginFloor: percent(settings.marginFloorBp),
    monthlyBudget: amount(settings.monthlyBudgetMinor),
    flowBudget: amount(settings.flowBudgetMinor),
    mostUnusedCodes: String(settings.mostUnusedCodes),
    codeLimit: String(settings.codeLimit),
  };
}

const FIELDS: Readonly<Record<string, keyof IncentiveForm>> = {
  grossMarginBp: "grossMargin",
  marginFloorBp: "marginFloor",
  monthlyBudgetMinor: "monthlyBudget",
  flowBudgetMinor: "flowBudget",
  mostUnusedCodes: "mostUnusedCodes",
  codeLimit: "codeLimit",
};

const TextsSchema = z.record(z.string().trim().max(40));

/**
 * Reads a submitted form.
 *
 * @returns the limits, or the key of what is wrong by field: `not-a-number`, `not-whole`, `out-of-range`, `margin-needed`.
 */
export function parseIncentiveForm(
  form: Readonly<Record<string, unknown>>,
  currencyCode: string,
): { ok: true; settings: IncentiveSettings } | { ok: false; errors: IncentiveFormErrors } {
  const texts = TextsSchema.safeParse(form);
  const read = texts.success ? texts.data : {};
  const parsed = IncentiveSettingsSchema.safeParse({
    grossMarginBp: percentOf(read["grossMargin"]),
    marginFloorBp: percentOf(read["marginFloor"]),
    monthlyBudgetMinor: amountOf(read["monthlyBudget"], currencyCode),
    flowBudgetMinor: amountOf(read["flowBudget"], currencyCode),
    mostUnusedCodes: numberOf(read["mostUnusedCodes"]),
    codeLimit: numberOf(read["codeLimit"]),
  });
  if (parsed.success) return { ok: true, settings: parsed.data };
  const errors: IncentiveFormErrors = {};
  for (const { path, message } of parsed.error.issues) {
    const field = FIELDS[String(path[0])];
    if (field) errors[field] ??= message;
  }
  return { ok: false, errors };
}

/** NaN where it is none, which the schema then tells. */
function numberOf(text: string | undefined): number {
  return readTypedNumber(text ?? "");
}

function percentOf(text: string | undefined): number | null {
  return text === undefined || text === "" ? null : Math.round(numberOf(text) * 100);
}

function amountOf(text: string | undefined, currencyCode: string): number | null {
  return text === undefined || text === "" ? null : (readTypedAmount(text, currencyCode) ?? Number.NaN);
}

/** Bounds as the sentences of errors name them. */
export function boundsOf(field: keyof IncentiveForm, currencyCode: string): { min: number; max: number } {
  switch (field) {
    case "grossMargin":
    case "marginFloor":
      return { min: 0, max: 100 };
    case "monthlyBudget":
    case "flowBudget":
      return { min: 0, max: SETTINGS_LIMITS.budgetMinor.max / 10 ** currencyDecimals(currencyCode) };
    case "mostUnusedCodes":
      return SETTINGS_LIMITS.unusedCodes;
    case "codeLimit":
      return SETTINGS_LIMITS.codeLimit;
  }
}
