import type { Db } from "~/platform/db.server";

export type DecisionRow = {
  id: string;
  shopId: string;
  feature: string;
  outcome: string;
  reason: string;
  paramsJson: string;
  customerId: string | null;
  subjectKind: string | null;
  subjectId: string | null;
  dedupeKey: string;
  nextTryAt: Date | null;
  decidedAt: Date;
};

/** Stores a decision unless the shop has one with this key. Safe to repeat. */
export async function insertDecision(db: Db, row: DecisionRow): Promise<void> {
  const { shopId, dedupeKey } = row;
  await db.decision.upsert({
    where: { shopId_dedupeKey: { shopId, dedupeKey } },
    create: row,
    update: { shopId },
  });
}
