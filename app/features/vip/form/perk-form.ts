import { z } from "zod";

import { writeTypedAmount, writeTypedNumber } from "~/kit/typed-amount";

import { type Perk, PERK_KINDS, type PerkKind, RHYTHMS } from "../perks/schema";

import { NOT_A_NUMBER, readAmount, readWhole } from "./numbers";

/** A perk as people type it; what its kind does not need is there, and ignored. */
export const PerkFormSchema = z.object({
  id: z.string().max(40),
  kind: z.enum(PERK_KINDS),
  rhythm: z.enum(RHYTHMS),
  /** Per cent, an amount, points, or how many times. */
  value: z.string().max(40),
  validDays: z.string().max(40),
  text: z.string().max(1_000),
});
export type PerkForm = z.infer<typeof PerkFormSchema>;

const USUAL_DAYS = "30";

/** A perk as it is when it is added. */
export function newPerkForm(id: string, kind: PerkKind): PerkForm {
  const rhythm = kind === "percentage" || kind === "amount" ? "once" : "year";
  return { id, kind, rhythm, value: "", validDays: USUAL_DAYS, text: "" };
}

export function perkFormOf(perk: Perk, currencyCode: string, locale: string): PerkForm {
  const blank = newPerkForm(perk.id, perk.kind);
  const rhythm = "rhythm" in perk ? perk.rhythm : blank.rhythm;
  const validDays = "validDays" in perk ? String(perk.validDays) : blank.validDays;
  const text = perk.kind === "own" ? perk.text : "";
  return { ...blank, rhythm, validDays, text, value: valueOf(perk, currencyCode, locale) };
}

function valueOf(perk: Perk, currencyCode: string, locale: string): string {
  switch (perk.kind) {
    case "percentage":
      return String(perk.percent);
    case "amount":
      return writeTypedAmount(perk.amountMinor, currencyCode, locale);
    case "points":
      return String(perk.points);
    case "multiplier":
      return writeTypedNumber(perk.factorPercent / 100, locale);
    case "free-shipping":
    case "early-access":
    case "own":
      return "";
  }
}

/** What the settings' schema judges. */
export function readPerk(form: PerkForm, currencyCode: string): unknown {
  const { value, text, ...rest } = form;
  const number = readWhole(value) ?? NOT_A_NUMBER;
  const base = { ...rest, validDays: readWhole(form.validDays) ?? NOT_A_NUMBER };
  switch (form.kind) {
    case "percentage":
      return { ...base, percent: number };
    case "amount":
      return { ...base, amountMinor: readAmount(value, currencyCode) ?? NOT_A_NUMBER };
    case "points":
      return { ...base, points: number };
    case "multiplier":
      return { ...base, factorPercent: readFactor(value) };
    case "own":
      return { ...base, text };
    case "free-shipping":
    case "early-access":
      return base;
  }
}

/** "1.5" or "1,5" is 150; two decimals at most. */
function readFactor(text: string): number {
  const typed = text.trim().replace(",", ".");
  return /^\d{1,3}(\.\d{1,2})?$/.test(typed) ? Math.round(Number(typed) * 100) : NOT_A_NUMBER;
}
