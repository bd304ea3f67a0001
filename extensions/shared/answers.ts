/*
 * What the app answers extensions (app/routes/api.*.tsx); a test holds the two together. Money is minor units, instants
 * are ISO texts.
 */

export type RewardView = {
  id: string;
  title: string;
  kind: "amount" | "percentage" | "free-shipping" | "product" | "gift-card" | "store-credit";
  /** Of an incremental reward: the least it can be had for. */
  costPoints: number;
  valueMinor?: number;
  percentBp?: number;
  incremental?: {
    stepPoints: number;
    minPoints: number;
    maxPoints: number | null;
    valuePerStepMinor: number;
  };
  affordable: boolean;
};

export type HoldView = {
  redemptionId: string;
  rewardId: string;
  points: number;
  /** `held`: the store is making it. */
  state: "held" | "issued";
  code: string | null;
  /** YYYY-MM-DD, the last day; null while it is being made. */
  expiresOn: string | null;
};

export type EarnRuleView = { kind: string; points: number; perMinor?: number; title: string };

export type MemberView = {
  memberSince: string | null;
  availablePoints: number;
  pendingPoints: number;
  nextExpiry: { points: number; on: string } | null;
  /** Empty while there is no programme. */
  rewards: RewardView[];
  earnRules: EarnRuleView[];
  hold: HoldView | null;
  debtPoints: number;
};

/** What moved somebody's points. */
export const HISTORY_KINDS = [
  "earned",
  "clawed-back",
  "redeemed",
  "returned",
  "expired",
  "adjusted",
  "debt-paid",
  "other",
] as const;
export type HistoryLine = { at: string; kind: (typeof HISTORY_KINDS)[number]; points: number };

/** GET /api/member */
export type MemberAnswer = {
  currencyCode: string;
  member: MemberView;
  tierName: string | null;
  /** The newest first. */
  history: HistoryLine[];
  /** Their personal link; null while there are no referrals. */
  referralUrl: string | null;
  /** Where they choose which mails they get; null when they were never written to. */
  preferencesUrl: string | null;
};

/** POST /api/redeem, POST /api/customer/:customer */
export type RedeemAnswer =
  | { outcome: "redeemed"; hold: HoldView }
  | { outcome: "refused"; reason: string; params: Record<string, number> };

/** POST /api/cancel */
export type CancelAnswer = { outcome: "cancelled" } | { outcome: "refused"; reason: string };

/** GET /api/order/:order */
export type OrderAnswer =
  /** There is no programme, or the order brings nothing. */
  | { state: "nothing" }
  /** The app has not heard of the order yet. */
  | { state: "on-its-way" }
  /** `availableOn` (YYYY-MM-DD): from when they can be spent; null = at once, or once somebody has looked. */
  | { state: "pending"; points: number; availableOn: string | null }
  | { state: "earned"; points: number };

/** GET /api/survey/:place/:order; the words are of the language that was asked for. */
export type SurveyAnswer =
  /** There is no question, or it is not theirs to answer. */
  | { state: "nothing" }
  | {
      state: "asking";
      version: number;
      text: string;
      answers: { key: string; label: string }[];
      asksComment: boolean;
    }
  /** `isTest`: of a test order, it does not count. */
  | { state: "answered"; text: string; answer: string; isTest: boolean };

/** POST /api/survey/:place/:order; `answered-before`: the first answer stands. */
export type SurveyTold = { outcome: "answered" | "answered-before"; isTest: boolean };

/** GET /api/customer/:customer */
export type CustomerAnswer = {
  currencyCode: string;
  member: MemberView;
  tierName: string | null;
  orderCount: number;
  netMinor: number;
  lastOrderAt: string | null;
  /** What they usually let pass between orders, in days; null while that is not known. */
  typicalGapDays: number | null;
  /** Their page in the app, below the app's own address in the admin. */
  pagePath: string;
};
