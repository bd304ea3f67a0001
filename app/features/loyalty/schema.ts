import type { SourceKind } from "./rules/ledger";
import type { RewardKind } from "./settings/schema";

/*
 * What a member sees of the programme, wherever: in the theme, the account, at the till, on the customer page.
 */

export type MemberView = {
  /** ISO instant of the first points; null = none yet. */
  memberSince: string | null;
  availablePoints: number;
  pendingPoints: number;
  /** The next points that run out unless they are used. */
  nextExpiry: { points: number; on: string } | null;
  /** Empty while the programme is off or over. */
  rewards: RewardView[];
  earnRules: EarnRuleView[];
  hold: HoldView | null;
  /** Owed for orders that went back after their points were spent: the next points pay it. */
  debtPoints: number;
};

export type RewardView = {
  id: string;
  title: string;
  kind: RewardKind;
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

export type EarnRuleView = {
  kind: Exclude<SourceKind, "gift" | "manual">;
  points: number;
  /** `order`: points per so many minor units of the shop's currency. */
  perMinor?: number;
  title: string;
};

export type HoldView = {
  redemptionId: string;
  rewardId: string;
  points: number;
  /** `held`: the reward is being made; `issued`: it is there. */
  state: "held" | "issued";
  /** What is typed in at the checkout; null while it is being made, and of money. */
  code: string | null;
  /** YYYY-MM-DD in the shop's zone, the last day; null while it is being made. */
  expiresOn: string | null;
};

/** What moved a member's points, as they are told. */
export type HistoryKind =
  "earned" | "clawed-back" | "redeemed" | "returned" | "expired" | "adjusted" | "debt-paid" | "other";
/** `at`: ISO instant; `points`: below zero where they went. */
export type HistoryLine = { at: string; kind: HistoryKind; points: number };

export type OrderPointsView =
  /** No programme, or nothing this reader may know of. */
  | { state: "nothing" }
  /** Not heard of the order yet, or its points are being counted. */
  | { state: "on-its-way" }
  /** `availableOn`: YYYY-MM-DD in the shop's zone; null once a person has looked. */
  | { state: "pending"; points: number; availableOn: string | null }
  | { state: "earned"; points: number };
