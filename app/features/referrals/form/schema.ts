import { z } from "zod";

import { OFFER_LIMITS } from "~/engine/incentives/schema";
import { currencyDecimals } from "~/kit/money";
import { readTypedAmount, readTypedNumber, writeTypedAmount, writeTypedNumber } from "~/kit/typed-amount";

import { REFERRAL_LIMITS, type ReferralSettings, ReferralSettingsSchema } from "../schema";

/** The programme as fields hold it: percents and amounts as people type them, empty = none. */
export type ReferralForm = Record<
  | "isEnabled"
  | "friendKind"
  | "friendPercent"
  | "friendAmount"
  | "minimum"
  | "rewardKind"
  | "rewardPercent"
  | "rewardAmount"
  | "validDays"
  | "holdDays"
  | "onlyFirstOrder"
  | "onlyBuyers"
  | "household"
  | "monthlyCap"
  | "lifetimeCap",
  string
>;
export type ReferralFormErrors = Partial<Record<keyof ReferralForm, string>>;

type Value = { kind: string; percentBp?: number; amountMinor?: number };

/** The saved programme as a form for a reader of `locale`. */
export function formOf(settings: ReferralSettings, currencyCode: string, locale: string): ReferralForm {
  const count = (value: number | null) => (value === null ? "" : String(value));
  const amount = (minor: number | null | undefined) =>
    minor == null ? "" : writeTypedAmount(minor, currencyCode, locale);
  const percent = (bp: number | undefined) => (bp === undefined ? "10" : writeTypedNumber(bp / 100, locale));
  const { friend, reward }: { friend: Value; reward: Value } = settings;
  return {
    isEnabled: String(settings.isEnabled),
    friendKind: friend.kind,
    friendPercent: percent(friend.percentBp),
    friendAmount: amount(friend.amountMinor),
    minimum: amount(settings.minimumMinor),
    rewardKind: reward.kind,
    rewardPercent: percent(reward.percentBp),
    rewardAmount: amount(reward.amountMinor),
    validDays: String(settings.validDays),
    holdDays: String(settings.holdDays),
    onlyFirstOrder: String(settings.onlyFirstOrder),
    onlyBuyers: String(settings.onlyBuyers),
    household: settings.household,
    monthlyCap: count(settings.monthlyCap),
    lifetimeCap: count(settings.lifetimeCap),
  };
}

const TextsSchema = z.record(z.string().trim().max(40));

/**
 * Reads a submitted form.
 *
 * @returns the programme, or the key of what is wrong by field: `not-a-number`, `not-whole`, `out-of-range`.
 */
export function parseReferralForm(
  form: Readonly<Record<string, unknown>>,
  currencyCode: string,
): { ok: true; settings: ReferralSettings } | { ok: false; errors: ReferralFormErrors } {
  const texts = TextsSchema.safeParse(form);
  const read = (name: keyof ReferralForm) => (texts.success ? (texts.data[name] ?? "") : "");
  const parsed = ReferralSettingsSchema.safeParse({
    isEnabled: read("isEnabled") === "true",
    friend: valueOf(read("friendKind"), read("friendPercent"), amountOf(read("friendAmount"), currencyCode)),
    minimumMinor: orNull(read("minimum"), (text) => amountOf(text, currencyCode)),
    reward: valueOf(read("rewardKind"), read("rewardPercent"), amountOf(read("rewardAmount"), currencyCode)),
    validDays: readTypedNumber(read("validDays")),
    holdDays: readTypedNumber(read("holdDays")),
    onlyFirstOrder: read("onlyFirstOrder") === "true",
    onlyBuyers: read("onlyBuyers") === "true",
    household: read("household"),
    monthlyCap: orNull(read("monthlyCap"), readTypedNumber),
    lifetimeCap: orNull(read("lifetimeCap"), readTypedNumber),
  });
  if (parsed.success) return { ok: true, settings: parsed.data };
  const errors: ReferralFormErrors = {};
  for (const { path, message } of parsed.error.issues) errors[fieldOf(path)] ??= message;
  return { ok: false, errors };
}

function fieldOf([first, second]: (string | number)[]): keyof ReferralForm {
  if (first === "minimumMinor") return "minimum";
  if (first !== "friend" && first !== "reward") return first as keyof ReferralForm;
  if (second === "percentBp") return `${first}Percent`;
  return second === "amountMinor" ? `${first}Amount` : `${first}Kind`;
}

function valueOf(kind: string, percent: string, amountMinor: number) {
  return { kind, percentBp: Math.round(readTypedNumber(percent) * 100), amountMinor };
}

function orNull(text: string, read: (text: string) => number): number | null {
  return text === "" ? null : read(text);
}

/** NaN where it is none, which the schema then tells. */
function amountOf(text: string, currencyCode: string): number {
  return readTypedAmount(text, currencyCode) ?? Number.NaN;
}

const BOUNDS: Partial<Record<keyof ReferralForm, { min: number; max: number }>> = {
  friendPercent: REFERRAL_LIMITS.percent,
  rewardPercent: REFERRAL_LIMITS.percent,
  validDays: REFERRAL_LIMITS.validDays,
  holdDays: REFERRAL_LIMITS.holdDays,
  monthlyCap: REFERRAL_LIMITS.cap,
  lifetimeCap: REFERRAL_LIMITS.cap,
};

/** Bounds as the sentences of errors name them; of amounts where the field has no others. */
export function boundsOf(field: keyof ReferralForm, currencyCode: string): { min: number; max: number } {
  const unit = 10 ** currencyDecimals(currencyCode);
  const { min, max } = OFFER_LIMITS.amountMinor;
  return BOUNDS[field] ?? { min: min / unit, max: max / unit };
}

export type SettingsNotice = { key: "pay-more"; amountMinor: number } | { key: "whole" };

/** What a merchant should know before saving: terms that may give away more than a friend's order brings. */
export function noticesOf({ friend, reward, minimumMinor }: ReferralSettings): SettingsNotice[] {
  const amountIn = (value: Value) => value.amountMinor ?? 0;
  const amountMinor = amountIn(friend) + amountIn(reward);
  const isWhole = friend.kind === "percentage" && friend.percentBp === 10_000;
  return [
    ...(isWhole ? [{ key: "whole" } as const] : []),
    ...(amountMinor > 0 && amountMinor >= (minimumMinor ?? 0)
      ? [{ key: "pay-more", amountMinor } as const]
      : []),
  ];
}
