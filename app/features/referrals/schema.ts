import { z } from "zod";

import { OFFER_LIMITS, type OfferValue } from "~/engine/incentives/schema";

/*
 * Settings, states and reasons of referrals, shared with screens. Amounts are minor units of the shop's currency.
 */

export const REFERRAL_SETTINGS_KEY = "referrals";

export const REFERRAL_LIMITS = {
  holdDays: { min: 0, max: 90 },
  cap: { min: 1, max: 1_000 },
  validDays: OFFER_LIMITS.validDays,
  percent: { min: 1, max: 100 },
} as const;

const within = ({ min, max }: { min: number; max: number }) =>
  z.number({ message: "not-a-number" }).int("not-whole").min(min, "out-of-range").max(max, "out-of-range");

const AmountSchema = within(OFFER_LIMITS.amountMinor);
const percentage = z.object({ kind: z.literal("percentage"), percentBp: within(OFFER_LIMITS.percentBp) });
const amount = z.object({ kind: z.literal("amount"), amountMinor: AmountSchema });
const shipping = z.object({ kind: z.literal("free-shipping") });

/** What friends get: the discount of the code. */
const FriendValueSchema = z.discriminatedUnion("kind", [percentage, amount, shipping]);

/** What the advocate gets. Points are the loyalty programme's: it says how many. */
export const RewardSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("points") }),
  percentage,
  amount,
  shipping,
  z.object({ kind: z.literal("gift-card"), amountMinor: AmountSchema }),
  z.object({ kind: z.literal("store-credit"), amountMinor: AmountSchema }),
]);
export type Reward = z.infer<typeof RewardSchema>;
export const REWARD_KINDS = [
  "percentage",
  "amount",
  "free-shipping",
  "store-credit",
  "gift-card",
  "points",
] as const satisfies readonly Reward["kind"][];
export const FRIEND_KINDS = ["percentage", "amount", "free-shipping"] as const;

/** What an advocate was promised, kept with each referral: later settings do not change it. */
export const PromiseSchema = z.object({ reward: RewardSchema, validDays: within(REFERRAL_LIMITS.validDays) });
export type ReferralPromise = z.infer<typeof PromiseSchema>;

/** Settings key `referrals`. Off until the merchant has said what both get. */
export const ReferralSettingsSchema = z.object({
  isEnabled: z.boolean().default(false),
  friend: FriendValueSchema.default({ kind: "percentage", percentBp: 1_000 }),
  /** What the friend's cart must hold for the code to work; null = anything. */
  minimumMinor: AmountSchema.nullable().default(null),
  reward: RewardSchema.default({ kind: "percentage", percentBp: 1_000 }),
  /** Days of a reward that is a code, a card or credit. */
  validDays: within(REFERRAL_LIMITS.validDays).default(90),
  /** The return window: days of 24 hours from the payment. */
  holdDays: within(REFERRAL_LIMITS.holdDays).default(14),
  /** Only who never bought before counts as a friend won. */
  onlyFirstOrder: z.boolean().default(true),
  /** Only who bought something may share. */
  onlyBuyers: z.boolean().default(true),
  /** What becomes of friends who live, or are called on the phone, where the advocate is. */
  household: z.enum(["review", "refuse"]).default("review"),
  /** Rewards an advocate gets in a calendar month, and ever; null = any number. */
  monthlyCap: within(REFERRAL_LIMITS.cap).nullable().default(10),
  lifetimeCap: within(REFERRAL_LIMITS.cap).nullable().default(50),
});
export type ReferralSettings = z.infer<typeof ReferralSettingsSchema>;

export const REFERRAL_STATES = ["seen", "held", "in-review", "rewarded", "refused"] as const;
export type ReferralState = (typeof REFERRAL_STATES)[number];

/** What two people, or two friends of one advocate, have in common. */
export const SIGNALS = [
  "same-phone",
  "same-address",
  "same-name",
  "same-browser",
  "friends-share-phone",
  "friends-share-address",
  "many-at-once",
  "contacts-unreadable",
  "reward-refused",
] as const;
export type Signal = (typeof SIGNALS)[number];

export const REFUSALS = [
  "own-order",
  "test-order",
  "order-cancelled",
  "order-refunded",
  "never-paid",
  "not-first-order",
  "friend-known",
  "household",
  "cap-month",
  "cap-lifetime",
  "advocate-gone",
  "by-staff",
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Tabs of the list and the states behind them. */
export const REFERRAL_TABS = {
  all: REFERRAL_STATES,
  review: ["in-review"],
  waiting: ["seen", "held"],
  rewarded: ["rewarded"],
  refused: ["refused"],
} as const satisfies Record<string, readonly ReferralState[]>;
export const TAB_NAMES = ["all", "review", "waiting", "rewarded", "refused"] as const;

export const ReferralFilterSchema = z.object({
  tab: z.enum(TAB_NAMES).catch("all"),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
export type ReferralFilter = z.infer<typeof ReferralFilterSchema>;

/** The address of the list as narrowed. */
export function referralListUrl({ tab, page }: ReferralFilter): string {
  const params = new URLSearchParams();
  if (tab !== "all") params.set("tab", tab);
  if (page > 1) params.set("page", String(page));
  const query = params.toString();
  return query ? `/app/referrals?${query}` : "/app/referrals";
}

export const NOTE_LENGTH = { min: 3, max: 300 } as const;

/** What a person of the staff decides about one that is in review. */
export const ReviewSchema = z.object({
  kind: z.enum(["approve", "refuse"]),
  referralId: z.string().min(1).max(80),
  note: z.string().trim().min(NOTE_LENGTH.min, "note-missing").max(NOTE_LENGTH.max, "note-too-long"),
});
export type Review = z.infer<typeof ReviewSchema>;

/** The value of a reward that the engine of incentives gives; null = points, which the loyalty programme gives. */
export function incentiveOf(reward: Reward): OfferValue | null {
  return reward.kind === "points" ? null : reward;
}

/** The link of a member, as the staff sees it. `none`: nobody asked for it yet; `making`: the store is asked for it. */
export type MemberLink = {
  state: "not-yet" | "none" | "making" | "ready";
  /** Null until the link is there. */
  shareUrl: string | null;
};
