import type { Db } from "~/platform/db.server";
import { rowsToJson, upsertSql } from "~/platform/sql.server";

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

const INSERT_DECISIONS = upsertSql({
  table: "Decision",
  columns: [
    "id",
    "shopId",
    "feature",
    "outcome",
    "reason",
    "paramsJson",
    "customerId",
    "subjectKind",
    "subjectId",
    "dedupeKey",
    "nextTryAt",
    "decidedAt",
  ],
  key: ["shopId", "dedupeKey"],
  onConflict: "nothing",
});

/** Stores decisions, leaving out those whose key the shop has. Safe to repeat. */
export async function insertDecisions(db: Db, rows: readonly DecisionRow[]): Promise<void> {
  if (rows.length > 0) await db.$executeRawUnsafe(INSERT_DECISIONS, rowsToJson(rows));
}

/** The features that decided something in a shop: the index is asked for the next one after each. */
export async function listFeatures(db: Db, { shopId }: { shopId: string }): Promise<string[]> {
  const rows = await db.$queryRaw<{ feature: string }[]>`
    WITH RECURSIVE "features"("feature") AS (
      SELECT MIN(d."feature") FROM "Decision" d WHERE d."shopId" = ${shopId}
      UNION ALL
      SELECT (SELECT MIN(d."feature") FROM "Decision" d WHERE d."shopId" = ${shopId} AND d."feature" > f."feature")
      FROM "features" f WHERE f."feature" IS NOT NULL
    )
    SELECT f."feature" FROM "features" f WHERE f."feature" IS NOT NULL`;
  return rows.map(({ feature }) => feature);
}
