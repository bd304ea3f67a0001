import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { type DecisionRow, insertDecision, insertDecisions } from "./repository.server";
import type { DecisionOutcome, DecisionParams } from "./schema";

export type NewDecision = {
  shopId: string;
  /** The deciding feature: also the namespace of its sentence. */
  feature: string;
  outcome: DecisionOutcome;
  /** Key of the sentence: `decisions.<reason>` in the feature's texts. */
  reason: string;
  /** Values of the sentence. Never names or addresses: the log outlives them. */
  params?: DecisionParams;
  customerId: string | null;
  subjectKind?: string;
  subjectId?: string;
  /** Names the decision once and for all. */
  dedupeKey: string;
  nextTryAt?: Date | null;
  now: Date;
};

/**
 * Writes down why something was (not) done to a person.
 *
 * Idempotent: a second call with the same `dedupeKey` for the shop is ignored.
 */
export function appendDecision(tx: Tx, decision: NewDecision): Promise<void> {
  return insertDecision(tx, rowOf(decision));
}

/** Writes down many decisions of one shop in one statement. Idempotent as `appendDecision` is. */
export function appendDecisions(tx: Tx, decisions: readonly NewDecision[]): Promise<void> {
  return insertDecisions(tx, decisions.map(rowOf));
}

function rowOf({ params, now, ...decision }: NewDecision): DecisionRow {
  return {
    ...decision,
    id: newId(),
    paramsJson: JSON.stringify(params ?? {}),
    subjectKind: decision.subjectKind ?? null,
    subjectId: decision.subjectId ?? null,
    nextTryAt: decision.nextTryAt ?? null,
    decidedAt: now,
  };
}
