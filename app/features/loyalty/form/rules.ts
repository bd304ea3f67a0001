import { readTypedAmount } from "~/kit/typed-amount";

import { type ParsedSettings, parseSettings } from "../settings/rules";

import {
  BP_PER_PERCENT,
  BP_PER_TIME,
  type DoingForm,
  type GoodsForm,
  type ProgrammeForm,
  ProgrammeFormSchema,
  type RewardForm,
} from "./schema";

/** A number, null for an empty field, or the text that is none: the settings refuse it and tell so. */
type Read = number | string | null;

/** Reads a typed programme; the same on the page, for hints, and on the server, which decides. */
export function parseProgrammeForm(typed: unknown, currencyCode: string): ParsedSettings {
  const form = ProgrammeFormSchema.safeParse(typed);
  if (!form.success) return { ok: false, problems: [{ path: "form", code: "unreadable", params: {} }] };
  return parseSettings(inputOf(form.data, currencyCode));
}

function inputOf(form: ProgrammeForm, currencyCode: string): unknown {
  return {
    isEnabled: form.isEnabled,
    endsOn: readText(form.endsOn),
    order: {
      isOn: form.isOrderOn,
      points: readWhole(form.points),
      perMinor: readAmount(form.per, currencyCode),
      rounding: form.rounding,
      counts: Object.fromEntries(form.counts.map((name) => [name, true])),
      excluded: form.excluded.map(goodsOf),
    },
    doings: form.doings.map(doingOf),
    multipliers: {
      tiers: form.tiers.map(({ tier, factor }) => ({ tier, factorBp: readFactor(factor) })),
      goods: form.goods.map(({ factor, ...goods }) => ({ ...goodsOf(goods), factorBp: readFactor(factor) })),
      periods: form.periods.map(({ fromOn, toOn, factor }) => ({
        fromOn,
        toOn,
        factorBp: readFactor(factor),
      })),
    },
    rewards: form.rewards.map((reward) => rewardOf(reward, currencyCode)),
    ...termsOf(form, currencyCode),
  };
}

function termsOf(form: ProgrammeForm, currencyCode: string): Record<string, unknown> {
  return {
    holdingDays: readWhole(form.holdingDays),
    expiryMonths: readWhole(form.expiryMonths),
    noticeDays: readWhole(form.noticeDays),
    debtPolicy: form.debtPolicy,
    manualLimitPoints: readWhole(form.manualLimitPoints),
    velocity: {
      pointsPerDay: readWhole(form.pointsPerDay),
      earningsPerDay: readWhole(form.earningsPerDay),
    },
    outlierTimes: readWhole(form.outlierTimes),
    hundredPointsMinor: readAmount(form.hundredPoints, currencyCode),
  };
}

const goodsOf = ({ by, value }: GoodsForm) => ({ by, value });

function doingOf({ kind, key, isOn, title, titles, ...rule }: DoingForm): Record<string, unknown> {
  const points = readWhole(rule.points);
  return { ...{ kind, key, isOn, title, titles, points }, onceInDays: readWhole(rule.onceInDays) };
}

/** Kinds that are worth an amount of money, and can so be had for any number of points. */
const OF_MONEY: readonly RewardForm["kind"][] = ["amount", "gift-card", "store-credit"];

/** Whether a reward is had for as many points as one likes. */
export function isIncremental({ kind, price }: Pick<RewardForm, "kind" | "price">): boolean {
  return price === "any" && OF_MONEY.includes(kind);
}

/** Whether a kind of reward is worth an amount that the merchant says. */
export function hasAmount(kind: RewardForm["kind"]): boolean {
  return kind === "product" || OF_MONEY.includes(kind);
}

/** Whether a kind of reward is a code, which can ask for a least order. */
export function isCode(kind: RewardForm["kind"]): boolean {
  return kind !== "gift-card" && kind !== "store-credit";
}

/** What a kind does not need is left out, whatever was typed there before the kind was chosen. */
function rewardOf(reward: RewardForm, currencyCode: string): Record<string, unknown> {
  const { id, title, titles, kind, isOn } = reward;
  const isAny = isIncremental(reward);
  const amount = (text: string, isNeeded: boolean) => (isNeeded ? readAmount(text, currencyCode) : null);
  return {
    ...{ id, title, titles, kind, isOn },
    endsOn: readText(reward.endsOn),
    costPoints: readWhole(isAny ? reward.minPoints : reward.costPoints),
    valueMinor: amount(reward.value, hasAmount(kind) && !isAny),
    percentBp: kind === "percentage" ? readDecimal(reward.percent, BP_PER_PERCENT) : null,
    incremental: isAny
      ? {
          stepPoints: readWhole(reward.stepPoints),
          valuePerStepMinor: readAmount(reward.valuePerStep, currencyCode),
          minPoints: readWhole(reward.minPoints),
          maxPoints: readWhole(reward.maxPoints),
        }
      : null,
    productGid: kind === "product" ? readText(reward.productGid) : null,
    minimumMinor: amount(reward.minimum, isCode(kind)),
    validDays: readWhole(reward.validDays),
  };
}

function readText(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}

const compact = (text: string) => text.replace(/[\s\u00a0\u202f]/g, "");

function readWhole(text: string): Read {
  const typed = compact(text);
  if (typed === "") return null;
  return /^-?\d{1,12}$/.test(typed) ? Number(typed) : text.trim();
}

/** Minor units. More digits than the currency has are refused: "1,000" could mean a thousand. */
function readAmount(text: string, currencyCode: string): Read {
  if (compact(text) === "") return null;
  return readTypedAmount(text, currencyCode) ?? text.trim();
}

const readFactor = (text: string) => readDecimal(text, BP_PER_TIME);

function readDecimal(text: string, bpPerUnit: number): Read {
  const typed = compact(text).replace(",", ".");
  if (typed === "") return null;
  if (!/^\d{1,6}(?:\.\d{0,4})?$/.test(typed)) return text.trim();
  // Through an integer: 1.1 × 10 000 is not whole in binary.
  return Math.round(Number(typed) * 10_000) / (10_000 / bpPerUnit);
}
