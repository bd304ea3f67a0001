import { z } from "zod";

import { writeTypedAmount, writeTypedNumber } from "~/kit/typed-amount";

import {
  DOING_KINDS,
  type Goods,
  type LoyaltySettings,
  type OrderRule,
  type Reward,
  REWARD_KINDS,
} from "../settings/schema";

/*
 * The programme as people type it: numbers are text, empty = none. Amounts are decimals of the shop's currency, factors
 * and shares too, all with a point or a comma. `id` tells the rows of a list apart while they are edited.
 */

const Text = z.string().max(300);
const Titles = z.record(Text);

const GoodsFormSchema = z.object({ id: Text, by: z.enum(["product", "type", "vendor"]), value: Text });

const DoingFormSchema = z.object({
  id: Text,
  kind: z.enum(DOING_KINDS),
  key: Text,
  isOn: z.boolean(),
  points: Text,
  onceInDays: Text,
  title: Text,
  titles: Titles,
});

const RewardFormSchema = z.object({
  id: Text,
  title: Text,
  titles: Titles,
  kind: z.enum(REWARD_KINDS),
  isOn: z.boolean(),
  endsOn: Text,
  /** `any`: as many points as one likes, in steps. */
  price: z.enum(["fixed", "any"]),
  costPoints: Text,
  value: Text,
  percent: Text,
  stepPoints: Text,
  valuePerStep: Text,
  minPoints: Text,
  maxPoints: Text,
  /** Empty = none chosen. */
  productGid: Text,
  minimum: Text,
  validDays: Text,
});

const COUNTS = [
  "tax",
  "shipping",
  "discounts",
  "pointsPaid",
  "giftCardPayments",
  "giftCardGoods",
] as const satisfies readonly (keyof OrderRule["counts"])[];

export const ProgrammeFormSchema = z.object({
  isEnabled: z.boolean(),
  endsOn: Text,
  isOrderOn: z.boolean(),
  points: Text,
  per: Text,
  rounding: z.enum(["down", "nearest", "up"]),
  counts: z.array(z.enum(COUNTS)).max(COUNTS.length),
  excluded: z.array(GoodsFormSchema).max(100),
  doings: z.array(DoingFormSchema).max(100),
  tiers: z.array(z.object({ id: Text, tier: Text, factor: Text })).max(100),
  goods: z.array(GoodsFormSchema.extend({ factor: Text })).max(100),
  periods: z.array(z.object({ id: Text, fromOn: Text, toOn: Text, factor: Text })).max(100),
  rewards: z.array(RewardFormSchema).max(100),
  holdingDays: Text,
  expiryMonths: Text,
  noticeDays: Text,
  debtPolicy: z.enum(["debt", "cap"]),
  manualLimitPoints: Text,
  pointsPerDay: Text,
  earningsPerDay: Text,
  outlierTimes: Text,
  hundredPoints: Text,
});

export type ProgrammeForm = z.infer<typeof ProgrammeFormSchema>;
export type RewardForm = z.infer<typeof RewardFormSchema>;
export type DoingForm = z.infer<typeof DoingFormSchema>;
export type GoodsForm = z.infer<typeof GoodsFormSchema>;

/** What the page sends: a ProgrammeForm as JSON. */
export const ProgrammeActionSchema = z.object({
  form: z.string().transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: z.ZodIssueCode.custom, message: "unreadable" });
      return z.NEVER;
    }
  }),
});

const whole = (value: number | null) => (value === null ? "" : String(value));

export const BP_PER_TIME = 10_000;
export const BP_PER_PERCENT = 100;

type Shown = { currencyCode: string; locale: string };

/** How amounts and shares of basis points stand in fields: 15 000 bp are `1.5` times, 1 500 bp `15` per cent. */
function writerOf({ currencyCode, locale }: Shown) {
  return {
    amount: (minor: number | null) => (minor === null ? "" : writeTypedAmount(minor, currencyCode, locale)),
    decimal: (valueBp: number | null, bpPerUnit: number) =>
      valueBp === null ? "" : writeTypedNumber(valueBp / bpPerUnit, locale),
  };
}

/** Settings as the form shows them. */
export function formOf(settings: LoyaltySettings, shown: Shown): ProgrammeForm {
  const { amount, decimal } = writerOf(shown);
  const { order, multipliers, velocity } = settings;
  const factor = ({ factorBp }: { factorBp: number }) => decimal(factorBp, BP_PER_TIME);
  const goodsForm = ({ by, value }: Goods, index: number) => ({ id: String(index), by, value });
  return {
    isEnabled: settings.isEnabled,
    endsOn: settings.endsOn ?? "",
    isOrderOn: order.isOn,
    points: whole(order.points),
    per: amount(order.perMinor),
    rounding: order.rounding,
    counts: COUNTS.filter((name) => order.counts[name]),
    excluded: order.excluded.map(goodsForm),
    doings: settings.doings.map((rule, index) => ({
      ...rule,
      id: String(index),
      points: whole(rule.points),
      onceInDays: whole(rule.onceInDays),
    })),
    tiers: multipliers.tiers.map((rule, index) => ({
      id: String(index),
      tier: rule.tier,
      factor: factor(rule),
    })),
    goods: multipliers.goods.map((rule, index) => ({ ...goodsForm(rule, index), factor: factor(rule) })),
    periods: multipliers.periods.map((rule, index) => ({
      id: String(index),
      fromOn: rule.fromOn,
      toOn: rule.toOn,
      factor: factor(rule),
    })),
    rewards: settings.rewards.map((reward) => rewardFormOf(reward, shown)),
    holdingDays: whole(settings.holdingDays),
    expiryMonths: whole(settings.expiryMonths),
    noticeDays: whole(settings.noticeDays),
    debtPolicy: settings.debtPolicy,
    manualLimitPoints: whole(settings.manualLimitPoints),
    pointsPerDay: whole(velocity.pointsPerDay),
    earningsPerDay: whole(velocity.earningsPerDay),
    outlierTimes: whole(settings.outlierTimes),
    hundredPoints: amount(settings.hundredPointsMinor),
  };
}

function rewardFormOf(reward: Reward, shown: Shown): RewardForm {
  const { id, title, titles, kind, isOn, incremental } = reward;
  const { amount, decimal } = writerOf(shown);
  return {
    ...{ id, title, titles, kind, isOn },
    endsOn: reward.endsOn ?? "",
    price: incremental ? "any" : "fixed",
    costPoints: whole(reward.costPoints),
    value: amount(reward.valueMinor),
    percent: decimal(reward.percentBp, BP_PER_PERCENT),
    stepPoints: whole(incremental?.stepPoints ?? null),
    valuePerStep: amount(incremental?.valuePerStepMinor ?? null),
    minPoints: whole(incremental?.minPoints ?? null),
    maxPoints: whole(incremental?.maxPoints ?? null),
    productGid: reward.productGid ?? "",
    minimum: amount(reward.minimumMinor),
    validDays: whole(reward.validDays),
  };
}
