import { Prisma } from "~/generated/prisma/client";
import { hasOpenJob } from "~/pipeline/jobs/open/queries.server";
import type { Db } from "~/platform/db.server";
import { idsIn, rowsFrom, rowsToJson, upsertSql } from "~/platform/sql.server";
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

/** Stores intents of a shop unless it has one with that key. Safe to repeat. @returns the ids of those stored, by key. */
export async function insertIntents(
  db: Db,
  { shopId, rows }: { shopId: string; rows: readonly NewIntentRow[] },
): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map();
  // In one order in all transactions: those that meet wait for each other, and never in a circle.
  const sorted = rows.toSorted((a, b) => (a.dedupeKey < b.dedupeKey ? -1 : 1));
  const created = sorted.map((row) => ({ ...row, state: "pending", attempt: 0 }));
  const count = await db.$executeRawUnsafe(INSERT_INTENTS, rowsToJson(created));
  if (count === rows.length) return new Map(rows.map(({ dedupeKey, id }) => [dedupeKey, id]));
  const keys = rows.map(({ dedupeKey }) => dedupeKey);
  const stored = await db.$queryRaw<{ id: string; dedupeKey: string }[]>`
    SELECT "id", "dedupeKey" FROM "OutboxIntent"
    WHERE "shopId" = ${shopId} AND "dedupeKey" IN ${idsIn(keys)}`;
  return new Map(stored.map(({ dedupeKey, id }) => [dedupeKey, id]));
}

export async function findIntent(db: Db, { shopId, intentId }: Key): Promise<IntentRow | null> {
  const [row] = await db.$queryRaw<IntentRow[]>`
    SELECT "id", "shopId", "kind", "payloadJson", "state", "attempt", "nextAttemptAt", "firstTriedAt"
    FROM "OutboxIntent" WHERE "shopId" = ${shopId} AND "id" = ${intentId}`;
  return row ?? null;
}

/** Intents by their ids, in no order; those that are unknown are left out. */
export function listIntents(
  db: Db,
  { shopId, intentIds }: { shopId: string; intentIds: readonly string[] },
): Promise<IntentRow[]> {
  return db.$queryRaw<IntentRow[]>`
    SELECT "id", "shopId", "kind", "payloadJson", "state", "attempt", "nextAttemptAt", "firstTriedAt"
    FROM "OutboxIntent" WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(intentIds)}`;
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

/** Marks that the calls of waiting intents are about to be made, and counts them. */
export async function claimIntents(
  db: Db,
  { shopId, intentIds, now }: { shopId: string; intentIds: readonly string[]; now: Date },
): Promise<void> {
  if (intentIds.length === 0) return;
  await db.$executeRaw`
    UPDATE "OutboxIntent" SET "state" = 'delivering', "attempt" = "attempt" + 1,
                              "firstTriedAt" = COALESCE("firstTriedAt", ${now})
    WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(intentIds)} AND "state" = 'pending'`;
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

/** Not now, each said before any try of its: as `deferIntent`. */
export async function deferIntents(
  db: Db,
  {
    shopId,
    deferred,
  }: { shopId: string; deferred: readonly { id: string; nextAttemptAt: Date; lastError: string }[] },
): Promise<void> {
  if (deferred.length === 0) return;
  const columns = ["id", "nextAttemptAt", "lastError"];
  await db.$executeRaw`
    UPDATE "OutboxIntent" SET "nextAttemptAt" = r."nextAttemptAt", "lastError" = r."lastError"
    FROM ${rowsFrom("r", "OutboxIntent", { columns, rows: deferred })}
    WHERE "shopId" = ${shopId} AND @few AND "OutboxIntent"."id" = r."id"
      AND "state" NOT IN ('delivering', 'done', 'cancelled', 'dead', 'uncertain')`;
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

/*
 * Where rows are named by their ids, states are told by what they are not: SQLite would look for rows of a state first,
 * for each of the ids.
 */

/** Ends intents that are done. @returns the ids of those that had not ended already. */
export async function settleDone(
  db: Db,
  { shopId, done, now }: { shopId: string; done: readonly { id: string; resultJson: string }[]; now: Date },
): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE "OutboxIntent" SET "state" = 'done', "resultJson" = r."resultJson", "lastError" = NULL, "settledAt" = ${now}
    FROM ${rowsFrom("r", "OutboxIntent", { columns: ["id", "resultJson"], rows: done })}
    WHERE "shopId" = ${shopId} AND @few AND "OutboxIntent"."id" = r."id"
      AND "state" NOT IN ('done', 'cancelled', 'dead', 'uncertain')
    RETURNING "OutboxIntent"."id"`;
  return new Set(rows.map(({ id }) => id));
}

/** Opens a dead or uncertain intent again because a person asked for it. @returns its kind; null when there is no such one. */
export async function reopenIntent(
  db: Db,
  { shopId, intentId, now }: Key & { now: Date },
): Promise<string | null> {
  const { count } = await db.outboxIntent.updateMany({
    where: { shopId, id: intentId, state: { in: ["dead", "uncertain"] } },
    data: { state: "pending", attempt: 0, nextAttemptAt: now, firstTriedAt: null, settledAt: null },
  });
  return count === 1 ? ((await findIntent(db, { shopId, intentId }))?.kind ?? null) : null;
}

/** Intents of all shops that should have been tried by now and that no job cares for: for the sweep. */
export async function listLostIntentsOfAllShops(
  db: Db,
  { jobNames, before, limit }: { jobNames: readonly string[]; before: Date; limit: number },
): Promise<{ shopId: string; intentId: string; kind: string }[]> {
  return acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<{ shopId: string; intentId: string; kind: string }[]>`
      SELECT i."shopId", i."id" AS "intentId", i."kind" FROM "OutboxIntent" i
      WHERE i."state" IN ('pending', 'delivering') AND i."nextAttemptAt" < ${before}
        AND NOT ${hasOpenJob(db, { names: jobNames, key: Prisma.sql`i."id"` })}
      ORDER BY i."nextAttemptAt" LIMIT ${limit}`,
  );
}
