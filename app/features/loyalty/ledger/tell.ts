import type { DecisionOutcome, DecisionParams } from "~/engine/decisions/schema";
import type { DomainEvent } from "~/pipeline/events/catalogue";

import { type Draft, type EntryKind, getLot, type Ledger } from "../rules/ledger";

/* What an entry is to the rest of the app: an event, and a sentence in the decision log. Of nobody nothing is told. */

/** An entry with what every event and sentence of it needs. */
type Told = {
  draft: Draft;
  ledger: Ledger;
  customerId: string;
  points: number;
  lotId: string;
  base: { customerId: string; subjectId: string; occurredAt: Date };
};

const numberOf = (value: unknown) => (typeof value === "number" ? value : 0);
const textOf = (value: unknown) => (typeof value === "string" ? value : "");

function told(draft: Draft, ledger: Ledger, customerId: string): Told {
  const lotId = draft.lotId ?? "";
  const subjectId = draft.redemptionId ?? draft.orderId ?? lotId;
  const base = { customerId, subjectId, occurredAt: ledger.now };
  return { draft, ledger, customerId, lotId, points: numberOf(draft.details.points), base };
}

/** How an entry of a kind is told as an event; null: it is not. */
const EVENTS: Readonly<Record<EntryKind, ((one: Told) => DomainEvent | null) | null>> = {
  earned: earnedEvent,
  corrected: earnedEvent,
  matured: ({ base, customerId, points, lotId, draft }) => ({
    ...base,
    type: "points.matured",
    sourceKey: `points.matured:${draft.sourceKey}`,
    payload: { customerId, points, lotId },
  }),
  "clawed-back": ({ base, customerId, points, lotId, draft }) => ({
    ...base,
    type: "points.clawed-back",
    sourceKey: `points.clawed-back:${draft.sourceKey}`,
    payload: {
      customerId,
      points,
      shortPoints: numberOf(draft.details.short),
      lotId,
      orderId: draft.orderId,
    },
  }),
  expired: ({ base, customerId, points, lotId, draft }) => ({
    ...base,
    type: "points.expired",
    sourceKey: `points.expired:${draft.sourceKey}`,
    payload: { customerId, points, lotId },
  }),
  adjusted: ({ base, customerId, points, draft }) => ({
    ...base,
    type: "points.adjusted",
    sourceKey: `points.adjusted:${draft.sourceKey}`,
    payload: { customerId, points },
  }),
  // Points are called redeemed when they are put aside for a reward; that it was used is told of its code.
  held: ({ base, customerId, points, draft }) =>
    draft.redemptionId !== null && isFirstHold(draft)
      ? {
          ...base,
          type: "points.redeemed",
          sourceKey: `points.redeemed:${draft.redemptionId}`,
          payload: {
            ...{ customerId, points, redemptionId: draft.redemptionId },
            rewardId: textOf(draft.details.rewardId),
          },
        }
      : null,
  returned: ({ base, customerId, points, draft }) => ({
    ...base,
    type: "points.returned",
    sourceKey: `points.returned:${draft.sourceKey}`,
    payload: {
      ...{ customerId, points, redemptionId: draft.redemptionId ?? "" },
      reason: textOf(draft.details.reason),
    },
  }),
  redeemed: null,
  "debt-paid": null,
  // To whom they belong now it is as if they came.
  claimed: (one) => (one.draft.details.wasGuest === true && one.points > 0 ? earnedEvent(one) : null),
  released: null,
  rejected: null,
  forfeited: null,
};

function earnedEvent({ base, customerId, points, lotId, draft, ledger }: Told): DomainEvent {
  const { sourceKind, pendingUntil } = getLot(ledger, lotId);
  const isPending = waits(ledger, lotId);
  return {
    ...base,
    type: "points.earned",
    sourceKey: `points.earned:${draft.sourceKey}`,
    payload: {
      ...{ customerId, points, sourceKind, lotId, orderId: draft.orderId, isPending },
      pendingUntil: isPending ? (pendingUntil?.toISOString() ?? null) : null,
    },
  };
}

function waits(ledger: Ledger, lotId: string): boolean {
  const { review, pendingUntil } = getLot(ledger, lotId);
  return review === "waiting" || (pendingUntil !== null && pendingUntil > ledger.now);
}

function isFirstHold({ sourceKey, redemptionId }: Draft): boolean {
  return sourceKey === `held:${redemptionId}`;
}

/** The event of an entry; none where nothing happened that a person would call so. */
export function eventOf(draft: Draft, ledger: Ledger): DomainEvent | null {
  if (draft.customerId === null) return null;
  return EVENTS[draft.kind]?.(told(draft, ledger, draft.customerId)) ?? null;
}

export type Sentence = { outcome: DecisionOutcome; reason: string; params: DecisionParams };

const given = (reason: string, params: DecisionParams): Sentence => ({ outcome: "awarded", reason, params });
const taken = (reason: string, params: DecisionParams): Sentence => ({
  outcome: "taken-back",
  reason,
  params,
});

/** How an entry of a kind is explained; null: it is not, as it decides nothing. */
const SENTENCES: Readonly<Record<EntryKind, ((one: Told) => Sentence | null) | null>> = {
  earned: earnedSentence,
  corrected: earnedSentence,
  "clawed-back": ({ draft: { details }, points: count }) => {
    const short = numberOf(details.short);
    if (details.reason === "rejected") return null;
    if (short === 0) return taken("clawed-back", { count });
    return taken(details.policy === "debt" ? "clawed-back-debt" : "clawed-back-loss", { count, short });
  },
  expired: ({ points: count }) => taken("expired", { count }),
  adjusted: ({ points }) =>
    points < 0 ? taken("adjusted-down", { count: -points }) : given("adjusted-up", { count: points }),
  released: ({ ledger, lotId }) => {
    const { pending, available } = getLot(ledger, lotId).balances;
    return given("released", { count: pending + available });
  },
  rejected: () => taken("rejected", {}),
  held: ({ draft, points: count }) =>
    isFirstHold(draft) ? { outcome: "issued", reason: "redeemed", params: { count } } : null,
  returned: ({ draft, points: count }) => given(`returned-${textOf(draft.details.reason)}`, { count }),
  redeemed: ({ draft, points: count }) =>
    draft.details.short === undefined ? null : taken("used-after-all", { count }),
  claimed: ({ draft, points: count }) =>
    draft.details.wasGuest === true ? given("claimed", { count }) : null,
  "debt-paid": ({ points: count }) => taken("debt-paid", { count }),
  matured: null,
  forfeited: null,
};

function earnedSentence({ ledger, lotId, points: count }: Told): Sentence {
  const { review, pendingUntil } = getLot(ledger, lotId);
  if (review === "waiting") return { outcome: "postponed", reason: "earned-review", params: { count } };
  return waits(ledger, lotId)
    ? given("earned-pending", { count, pendingAt: pendingUntil?.toISOString() ?? null })
    : given("earned", { count });
}

/** The sentence of an entry in the decision log. */
export function sentenceOf(draft: Draft, ledger: Ledger): Sentence | null {
  if (draft.customerId === null) return null;
  return SENTENCES[draft.kind]?.(told(draft, ledger, draft.customerId)) ?? null;
}
