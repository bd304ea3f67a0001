import type { Db } from "~/platform/db.server";
import { idsIn, rowsToJson, upsertSql } from "~/platform/sql.server";
import { acrossShops } from "~/platform/tenant-guard.server";

type Key = { shopId: string; intentId: string };

export type IntentRow = {
  id: string;
  shopId: string;
  kind: string;
  payloadJson: string;
  state: string;
  attempt: number;
  nextAttemptAt: Date;
  /** Null before the first try. */
  firstTriedAt: Date | null;
};

export type NewIntentRow = {
  id: string;
  shopId: string;
  kind: string;
  dedupeKey: string;
  payloadJson: string;
  customerId: string | null;
  nextAttemptAt: Date;
  createdAt: Date;
};

const INSERT_INTENTS = upsertSql({
  table: "OutboxIntent",
  columns: [
    "id",
    "shopId",
    "kind",
    "dedupeKey",
    "payloadJson",
    "customerId",
    "state",
    "attempt",
    "nextAttemptAt",
    "createdAt",
  ],
  key: ["shopId", "dedupeKey"],
  onConflict: "nothing",
});

/**
 * Stores intents of one shop, leaving out those whose key it has. Safe to repeat.
 *
 * @returns the ids of those that are stored, by their keys.
 */
export async function insertIntents(db: Db, rows: readonly NewIntentRow[]): Promise<Map<string, string>> {
  const [first] = rows;
  if (!first) return new Map();
  const sorted = rows.toSorted((a, b) => (a.dedupeKey < b.dedupeKey ? -1 : 1));
  const pending = sorted.map((row) => ({ ...row, state: "pending", attempt: 0 }));
  const newCount = await db.$executeRawUnsafe(INSERT_INTENTS, rowsToJson(pending));
  if (newCount === rows.length) return new Map(rows.map(({ dedupeKey, id }) => [dedupeKey, id]));
  const stored = await db.$queryRaw<{ id: string; dedupeKey: string }[]>`
    SELECT "id", "dedupeKey" FROM "OutboxIntent"
    WHERE "shopId" = ${first.shopId} AND "dedupeKey" IN ${idsIn(rows.map(({ dedupeKey }) => dedupeKey))}`;
  return new Map(stored.map(({ dedupeKey, id }) => [dedupeKey, id]));
}

export async function findIntent(db: Db, { shopId, intentId }: Key): Promise<IntentRow | null> {
  const [row] = await db.$queryRaw<IntentRow[]>`
    SELECT "id", "shopId", "kind", "payloadJson", "state", "attempt", "nextAttemptAt", "firstTriedAt"
    FROM "OutboxIntent" WHERE "shopId" = ${shopId} AND "id" = ${intentId}`;
  return row ?? null;
}

/** Intents of a shop that wait; one that is being delivered now is left to end by itself. Oldest first. */
export function listPendingIntents(
  db: Db,
  { shopId, limit }: { shopId: string; limit: number },
): Promise<{ id: string; kind: string; payloadJson: string }[]> {
  return db.outboxIntent.findMany({
    where: { shopId, state: "pending" },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: limit,
    select: { id: true, kind: true, payloadJson: true },
  });
}

/** Marks that the call is about to be made, and counts it. */
export async function claimIntent(
  db: Db,
  { shopId, intentId, firstTriedAt }: Key & { firstTriedAt: Date },
): Promise<void> {
  await db.$executeRaw`
    UPDATE "OutboxIntent" SET "state" = 'delivering', "attempt" = "attempt" + 1, "firstTriedAt" = ${firstTriedAt}
    WHERE "shopId" = ${shopId} AND "id" = ${intentId} AND "state" IN ('pending', 'delivering')`;
}

/** Surely not done: waits for its next try. @param change.isCounted False gives the try back. */
export async function postponeIntent(
  db: Db,
  {
    shopId,
    intentId,
    nextAttemptAt,
    error,
    isCounted,
  }: Key & { nextAttemptAt: Date; error: string; isCounted: boolean },
): Promise<void> {
  await db.outboxIntent.updateMany({
    where: { shopId, id: intentId, state: "delivering" },
    data: {
      state: "pending",
      nextAttemptAt,
      lastError: error,
      ...(isCounted ? {} : { attempt: { decrement: 1 } }),
    },
  });
}

/** Not now, said before any try: waits until then. `reason` stands where a failed try has its error. */
export async function deferIntent(
  db: Db,
  { shopId, intentId, nextAttemptAt, reason }: Key & { nextAttemptAt: Date; reason: string },
): Promise<void> {
  await db.outboxIntent.updateMany({
    where: { shopId, id: intentId, state: { in: ["pending", "delivering"] } },
    data: { state: "pending", nextAttemptAt, lastError: reason },
  });
}

/** Lets waiting intents be tried now instead of later. @returns the ids of those that waited. */
export async function hastenPending(
  db: Db,
  { shopId, dedupeKeys, now }: { shopId: string; dedupeKeys: readonly string[]; now: Date },
): Promise<string[]> {
  const waiting = {
    shopId,
    dedupeKey: { in: [...dedupeKeys] },
    state: "pending",
    nextAttemptAt: { gt: now },
  };
  const rows = await db.outboxIntent.findMany({ where: waiting, select: { id: true } });
  await db.outboxIntent.updateMany({ where: waiting, data: { nextAttemptAt: now } });
  return rows.map(({ id }) => id);
}

export type FinalState = "done" | "cancelled" | "dead" | "uncertain";

/** Ends an intent. @returns false when it had ended already. */
export async function settleIntent(
  db: Db,
  {
    shopId,
    intentId,
    state,
    resultJson,
    error,
    now,
  }: Key & {
    state: FinalState;
    resultJson: string | null;
    error: string | null;
    now: Date;
  },
): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE "OutboxIntent"
    SET "state" = ${state}, "resultJson" = ${resultJson}, "lastError" = ${error}, "settledAt" = ${now}
    WHERE "shopId" = ${shopId} AND "id" = ${intentId} AND "state" IN ('pending', 'delivering')`;
  return count === 1;
}

/** Opens a dead or uncertain intent again because a person asked for it. @returns false when there is no such one. */
export async function reopenIntent(db: Db, { shopId, intentId, now }: Key & { now: Date }): Promise<boolean> {
  const { count } = await db.outboxIntent.updateMany({
    where: { shopId, id: intentId, state: { in: ["dead", "uncertain"] } },
    data: { state: "pending", attempt: 0, nextAttemptAt: now, firstTriedAt: null, settledAt: null },
  });
  return count === 1;
}

/** Intents of all shops that should have been tried by now and that no job cares for: for the sweep. */
export async function listLostIntentsOfAllShops(
  db: Db,
  { jobName, before, limit }: { jobName: string; before: Date; limit: number },
): Promise<{ shopId: string; intentId: string }[]> {
  return acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<{ shopId: string; intentId: string }[]>`
      SELECT i."shopId", i."id" AS "intentId" FROM "OutboxIntent" i
      WHERE i."state" IN ('pending', 'delivering') AND i."nextAttemptAt" < ${before}
        AND NOT EXISTS (
          SELECT 1 FROM "Job" j WHERE j."name" = ${jobName} AND j."dedupeKey" = i."id" AND j."state" <> 'dead'
        )
      ORDER BY i."nextAttemptAt" LIMIT ${limit}`,
  );
}
