import { z } from "zod";

import { SOURCE_KINDS } from "../rules/ledger";

/*
 * The programme as a merchant sets it up: settings key `loyalty`. Points are whole; money is minor units of the shop's
 * currency; factors are basis points, 10 000 = once.
 */

export const LOYALTY_SETTINGS_KEY = "loyalty";

export const LIMITS = {
  points: { min: 1, max: 1_000_000 },
  perMinor: { min: 1, max: 1_000_000_000 },
  factorBp: { min: 0, max: 100_000 },
  holdingDays: { min: 0, max: 365 },
  expiryMonths: { min: 1, max: 120 },
  noticeDays: { min: 1, max: 90 },
  limitDays: { min: 1, max: 366 },
  manualPoints: { min: 0, max: 1_000_000_000 },
  velocityPoints: { min: 1, max: 1_000_000_000 },
  velocityCount: { min: 1, max: 10_000 },
  outlierTimes: { min: 2, max: 1_000 },
  valueMinor: { min: 1, max: 1_000_000_000 },
  pointValueMinor: { min: 0, max: 1_000_000_000 },
  percentBp: { min: 1, max: 10_000 },
  validDays: { min: 1, max: 365 },
  entries: { min: 0, max: 50 },
} as const;

export type Limit = (typeof LIMITS)[keyof typeof LIMITS];

const within = ({ min, max }: Limit) =>
  z.number({ message: "not-a-number" }).int("not-whole").min(min, "out-of-range").max(max, "out-of-range");

const DaySchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "not-a-day");
const TitleSchema = z.string().trim().min(1, "blank").max(80, "too-long");
/** In other languages than the shop's, by language. */
const TitlesSchema = z.record(z.string().trim().max(80, "too-long")).default({});
const few = <Item extends z.ZodTypeAny>(item: Item) => z.array(item).max(LIMITS.entries.max, "too-many");

/** Goods by what the store says of them. */
const GoodsSchema = z.object({
  by: z.enum(["product", "type", "vendor"]),
  /** Our id of the product, or the type or vendor as the store writes it. */
  value: z.string().trim().min(1, "blank").max(200, "too-long"),
});
export type Goods = z.infer<typeof GoodsSchema>;

export const OrderRuleSchema = z.object({
  isOn: z.boolean().default(true),
  /** So many points for every `perMinor`. */
  points: within(LIMITS.points).default(1),
  perMinor: within(LIMITS.perMinor).default(100),
  /** Of the points of a whole order. */
  rounding: z.enum(["down", "nearest", "up"]).default("down"),
  /** What points are given for beside the goods as they were paid. */
  counts: z
    .object({
      tax: z.boolean().default(false),
      shipping: z.boolean().default(false),
      /** Also for what a discount took off. */
      discounts: z.boolean().default(false),
      /** Also for what a reward of points took off; only where discounts count. */
      pointsPaid: z.boolean().default(false),
      /** Also for what was paid by gift card or store credit. */
      giftCardPayments: z.boolean().default(false),
      /** Also for gift cards that are bought. */
      giftCardGoods: z.boolean().default(false),
    })
    .default({}),
  /** Goods without points. */
  excluded: few(GoodsSchema).default([]),
});
export type OrderRule = z.infer<typeof OrderRuleSchema>;

export const DOING_KINDS = SOURCE_KINDS.filter(
  (kind) => kind !== "order" && kind !== "gift" && kind !== "manual",
) as [DoingKind, ...DoingKind[]];
export type DoingKind = Exclude<(typeof SOURCE_KINDS)[number], "order" | "gift" | "manual">;

/** Points for something else than an order. */
export const DoingRuleSchema = z.object({
  kind: z.enum(DOING_KINDS),
  /** Of `custom`, `social-follow` and `survey`: which. Empty: any. */
  key: z.string().trim().max(60, "too-long").default(""),
  isOn: z.boolean().default(true),
  points: within(LIMITS.points),
  /** Not more often than once in so many days; null = each occasion counts. */
  onceInDays: within(LIMITS.limitDays).nullable().default(null),
  title: z.string().trim().max(80, "too-long").default(""),
  titles: TitlesSchema,
});
export type DoingRule = z.infer<typeof DoingRuleSchema>;

export const REWARD_KINDS = [
  "amount",
  "percentage",
  "free-shipping",
  "product",
  "gift-card",
  "store-credit",
] as const;
export type RewardKind = (typeof REWARD_KINDS)[number];

const IncrementalSchema = z.object({
  stepPoints: within(LIMITS.points),
  valuePerStepMinor: within(LIMITS.valueMinor),
  minPoints: within(LIMITS.points),
  maxPoints: within(LIMITS.points).nullable().default(null),
});

type Problem = readonly [field: string, code: string];

type RewardShape = {
  kind: RewardKind;
  incremental: z.infer<typeof IncrementalSchema> | null;
  valueMinor: number | null;
  percentBp: number | null;
  productGid: string | null;
};

/** What a reward of its kind needs to be worth something, and has not. */
function missingIn({ kind, incremental, valueMinor, percentBp, productGid }: RewardShape): Problem[] {
  const isAmount = kind === "amount" || kind === "gift-card" || kind === "store-credit";
  const needed: [boolean, string][] = [
    [
      (isAmount && !incremental && valueMinor === null) || (kind === "product" && valueMinor === null),
      "valueMinor",
    ],
    [kind === "product" && productGid === null, "productGid"],
    [kind === "percentage" && percentBp === null, "percentBp"],
  ];
  const missing = needed.flatMap(([isMissing, field]): Problem[] => (isMissing ? [[field, "missing"]] : []));
  return incremental && !isAmount ? [...missing, ["incremental", "not-incremental"]] : missing;
}

function offSteps(incremental: RewardShape["incremental"]): Problem[] {
  if (!incremental) return [];
  const { stepPoints, minPoints, maxPoints } = incremental;
  return [
    ...(minPoints % stepPoints === 0 ? [] : [["incremental.minPoints", "not-a-step"] as const]),
    ...(maxPoints === null || maxPoints >= minPoints
      ? []
      : [["incremental.maxPoints", "below-minimum"] as const]),
  ];
}

export const RewardSchema = z
  .object({
    /** Stable: redemptions name it. */
    id: z.string().min(1).max(40),
    title: TitleSchema,
    titles: TitlesSchema,
    kind: z.enum(REWARD_KINDS),
    isOn: z.boolean().default(true),
    /** The last day it can be had, in the shop's zone; null = no end. */
    endsOn: DaySchema.nullable().default(null),
    costPoints: within(LIMITS.points),
    /** Of `amount`, `product` (at most the price of one), `gift-card` and `store-credit`, where it is fixed. */
    valueMinor: within(LIMITS.valueMinor).nullable().default(null),
    percentBp: within(LIMITS.percentBp).nullable().default(null),
    /** As many points as one likes, in steps. Of `amount`, `gift-card` and `store-credit`. */
    incremental: IncrementalSchema.nullable().default(null),
    productGid: z
      .string()
      .regex(/^gid:\/\/shopify\/Product\/\d+$/, "not-a-gid")
      .nullable()
      .default(null),
    /** What the order must be worth; null = anything. */
    minimumMinor: within(LIMITS.valueMinor).nullable().default(null),
    validDays: within(LIMITS.validDays).default(90),
  })
  .superRefine((reward, context) => {
    for (const [field, message] of [...missingIn(reward), ...offSteps(reward.incremental)])
      context.addIssue({ code: z.ZodIssueCode.custom, message, path: field.split(".") });
  });
export type Reward = z.infer<typeof RewardSchema>;

const PeriodSchema = z
  .object({ fromOn: DaySchema, toOn: DaySchema, factorBp: within(LIMITS.factorBp) })
  .refine(({ fromOn, toOn }) => fromOn <= toOn, { message: "ends-before-it-begins", path: ["toOn"] });

const MultipliersSchema = z.object({
  /** By the tag of the VIP tier. */
  tiers: few(
    z.object({
      tier: z.string().trim().min(1, "blank").max(40, "too-long"),
      factorBp: within(LIMITS.factorBp),
    }),
  ).default([]),
  goods: few(GoodsSchema.extend({ factorBp: within(LIMITS.factorBp) })).default([]),
  /** Both days are in it, in the shop's zone. */
  periods: few(PeriodSchema).default([]),
});
export type Multipliers = z.infer<typeof MultipliersSchema>;

export const LoyaltySettingsSchema = z
  .object({
    isEnabled: z.boolean().default(false),
    /** Since when it has been on: what happened before earns nothing. ISO instant; set when it is switched on. */
    earningSince: z.string().nullable().default(null),
    /** The last day of the programme, in the shop's zone; null = no end. */
    endsOn: DaySchema.nullable().default(null),
    order: OrderRuleSchema.default({}),
    doings: few(DoingRuleSchema).default([]),
    multipliers: MultipliersSchema.default({}),
    /** How long points of an order wait: as long as it may be sent back. */
    holdingDays: within(LIMITS.holdingDays).default(14),
    /** Calendar months a lot is good for; null = for ever. */
    expiryMonths: within(LIMITS.expiryMonths).nullable().default(12),
    /** Days before their end on which people are told. */
    noticeDays: within(LIMITS.noticeDays).default(30),
    debtPolicy: z.enum(["debt", "cap"]).default("debt"),
    /** More than so many points by hand need a second person. */
    manualLimitPoints: within(LIMITS.manualPoints).default(1_000),
    /** Beyond either, what somebody earns within a day waits until a person has looked. Null = no limit. */
    velocity: z
      .object({
        pointsPerDay: within(LIMITS.velocityPoints).nullable().default(null),
        earningsPerDay: within(LIMITS.velocityCount).nullable().default(10),
      })
      .default({}),
    /** So many times further from the middle than half of all earnings are; null = nothing is odd. */
    outlierTimes: within(LIMITS.outlierTimes).nullable().default(10),
    /** What 100 points count as in the books. */
    hundredPointsMinor: within(LIMITS.pointValueMinor).default(100),
    rewards: few(RewardSchema).default([]),
  })
  .superRefine(({ rewards }, context) => {
    for (const [index, { id }] of rewards.entries())
      if (rewards.findIndex((other) => other.id === id) !== index)
        context.addIssue({
          code: z.ZodIssueCode.custom,
          message: "id-taken",
          path: ["rewards", index, "id"],
        });
  });

export type LoyaltySettings = z.infer<typeof LoyaltySettingsSchema>;
export type LoyaltySettingsInput = z.input<typeof LoyaltySettingsSchema>;
