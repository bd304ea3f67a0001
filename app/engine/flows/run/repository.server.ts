import type { Db } from "~/platform/db.server";
import { idsIn, rowsToJson, toDbInstant, upsertSql } from "~/platform/sql.server";
import { acrossShops } from "~/platform/tenant-guard.server";
import type { StoredEvent } from "~/pipeline/events/catalogue";
import { Prisma } from "~/generated/prisma/client";

import type { RunContext } from "../contribution";
import type { RunState } from "../schema";
import type { Run } from "./run";

const COLUMNS = [
  "id",
  "shopId",
  "flowId",
  "version",
  "customerId",
  "subjectKind",
  "subjectId",
  "entryKey",
  "state",
  "stepId",
  "stepAt",
  "wakeAt",
  "dueAt",
  "waitEventsJson",
  "waitSubjectId",
  "wokenById",
  "contextJson",
  "armsJson",
  "failCount",
  "enteredAt",
  "endedAt",
  "endReason",
];

type Row = Omit<Run, "state" | "waitEvents" | "context" | "arms" | "failCount" | "version"> & {
  state: string;
  version: number | bigint;
  failCount: number | bigint;
  waitEventsJson: string | null;
  contextJson: string;
  armsJson: string;
};

function runOf({ waitEventsJson, contextJson, armsJson, ...row }: Row): Run {
  return {
    ...row,
    state: row.state as RunState,
    version: Number(row.version),
    failCount: Number(row.failCount),
    waitEvents: waitEventsJson === null ? null : (JSON.parse(waitEventsJson) as string[]),
    context: contextJson === "{}" ? {} : (JSON.parse(contextJson) as RunContext),
    arms: armsJson === "{}" ? {} : (JSON.parse(armsJson) as Record<string, string>),
  };
}

function rowOf({ waitEvents, context, arms, ...run }: Run): Row {
  return {
    ...run,
    waitEventsJson: waitEvents ? JSON.stringify(waitEvents) : null,
    contextJson: JSON.stringify(context),
    armsJson: JSON.stringify(arms),
  };
}

const INSERT_RUNS = `${upsertSql({
  table: "FlowRun",
  columns: COLUMNS,
  key: ["shopId", "customerId", "flowId", "entryKey"],
  onConflict: "nothing",
}).replace(/ON CONFLICT \([^)]*\)/, "ON CONFLICT")} RETURNING "id"`;

/**
 * Stores new runs, leaving out those whose person and key, or whose id, the flow has. Safe to repeat.
 *
 * @returns the ids of those that were stored.
 */
export async function insertRuns(db: Db, runs: readonly Run[]): Promise<Set<string>> {
  if (runs.length === 0) return new Set();
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(INSERT_RUNS, rowsToJson(runs.map(rowOf)));
  return new Set(rows.map(({ id }) => id));
}

/** What moving a run changes. Its flow, person and key stay: their indexes are not written to. */
const UPDATE_RUNS = upsertSql({
  table: "FlowRun",
  columns: COLUMNS,
  key: ["id"],
  updated: [
    "version",
    "state",
    "stepId",
    "stepAt",
    "wakeAt",
    "dueAt",
    "waitEventsJson",
    "waitSubjectId",
    "wokenById",
    "contextJson",
    "armsJson",
    "failCount",
    "endedAt",
    "endReason",
  ],
});

/** Stores runs that were read in the same transaction. */
export async function updateRuns(db: Db, runs: readonly Run[]): Promise<void> {
  if (runs.length > 0) await db.$executeRawUnsafe(UPDATE_RUNS, rowsToJson(runs.map(rowOf)));
}

type Due = { shopId: string; now: Date; limit: number };

/** Runs to be looked at by now, those that have waited longest first. Costs nothing for those that sleep. */
export async function listDueRuns(db: Db, { shopId, now, limit }: Due): Promise<Run[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT * FROM "FlowRun" WHERE "shopId" = ${shopId} AND "dueAt" <= ${toDbInstant(now)}
    ORDER BY "dueAt" LIMIT ${limit}`;
  return rows.map(runOf);
}

/** Shops that have the app and a run to be looked at, for the sweep. */
export async function listShopIdsWithDueRuns(db: Db, { now }: { now: Date }): Promise<string[]> {
  const rows = await acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<{ id: string }[]>`
      SELECT s."id" FROM "Shop" s WHERE s."uninstalledAt" IS NULL AND EXISTS (
        SELECT 1 FROM "FlowRun" r WHERE r."shopId" = s."id" AND r."dueAt" <= ${toDbInstant(now)})`,
  );
  return rows.map(({ id }) => id);
}

type People = { shopId: string; customerIds: readonly string[]; subjectIds: readonly string[] };

/** Open runs of customers, and those about a subject that waits or belongs to a guest. */
export async function listOpenRuns(db: Db, { shopId, customerIds, subjectIds }: People): Promise<Run[]> {
  const ofCustomers = await db.$queryRaw<Row[]>`
    SELECT * FROM "FlowRun"
    WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(customerIds)} AND "endedAt" IS NULL`;
  const ofSubjects = await db.$queryRaw<Row[]>`
    SELECT * FROM "FlowRun"
    WHERE "shopId" = ${shopId} AND "waitSubjectId" IN ${idsIn(subjectIds)} AND "endedAt" IS NULL`;
  const ofGuests = await db.$queryRaw<Row[]>`
    SELECT * FROM "FlowRun"
    WHERE "shopId" = ${shopId} AND "subjectId" IN ${idsIn(subjectIds)} AND "customerId" IS NULL AND "endedAt" IS NULL`;
  const byId = new Map([...ofCustomers, ...ofSubjects, ...ofGuests].map((row) => [row.id, row]));
  return [...byId.values()].map(runOf);
}

export type KnownEntry = { customerId: string | null; entryKey: string; enteredAt: Date };

/** Entries into a flow so far: all of some customers, and those of guests with one of the keys. */
export async function listEntries(
  db: Db,
  input: { shopId: string; flowId: string; customerIds: readonly string[]; guestIds: readonly string[] },
): Promise<KnownEntry[]> {
  const { shopId, flowId, customerIds, guestIds } = input;
  const ofCustomers = await db.$queryRaw<KnownEntry[]>`
    SELECT "customerId", "entryKey", "enteredAt" FROM "FlowRun"
    WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(customerIds)} AND "flowId" = ${flowId}`;
  const ofGuests = await db.$queryRaw<KnownEntry[]>`
    SELECT "customerId", "entryKey", "enteredAt" FROM "FlowRun"
    WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(guestIds)}`;
  return [...ofCustomers, ...ofGuests];
}

/** Customers as far as flows go: who is there, who is gone, and whom a merged one is now. Missing: never known, or erased. */
export async function listCustomerStandings(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<Map<string, { isGone: boolean; keptId: string }>> {
  const rows = await db.$queryRaw<{ id: string; deletedAt: Date | null; mergedIntoId: string | null }[]>`
    SELECT "id", "deletedAt", "mergedIntoId" FROM "Customer"
    WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(customerIds)}`;
  return new Map(
    rows.map(({ id, deletedAt, mergedIntoId }) => [
      id,
      { isGone: deletedAt !== null && mergedIntoId === null, keptId: mergedIntoId ?? id },
    ]),
  );
}

/** Some open runs of a flow. */
export async function listOpenRunsOf(
  db: Db,
  { shopId, flowId, limit }: { shopId: string; flowId: string; limit: number },
): Promise<Run[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT * FROM "FlowRun"
    WHERE "shopId" = ${shopId} AND "flowId" = ${flowId} AND "state" IN ('active', 'sleeping', 'waiting')
    LIMIT ${limit}`;
  return rows.map(runOf);
}

/** Sleeping runs of a version of a flow, in the order of their ids after `afterId`. */
export async function listSleepingRuns(
  db: Db,
  input: { shopId: string; flowId: string; version: number; afterId: string; limit: number },
): Promise<Run[]> {
  const { shopId, flowId, version, afterId, limit } = input;
  const rows = await db.$queryRaw<Row[]>`
    SELECT * FROM "FlowRun"
    WHERE "shopId" = ${shopId} AND "flowId" = ${flowId} AND "state" = 'sleeping' AND "version" = ${version}
      AND "id" > ${afterId}
    ORDER BY "id" LIMIT ${limit}`;
  return rows.map(runOf);
}

/** Runs that were laid aside while their flow was paused are due when they were again. */
export async function unparkRuns(
  db: Db,
  { shopId, flowId }: { shopId: string; flowId: string },
): Promise<void> {
  await db.$executeRaw`
    UPDATE "FlowRun" SET "dueAt" = "wakeAt"
    WHERE "shopId" = ${shopId} AND "flowId" = ${flowId} AND "state" IN ('active', 'sleeping', 'waiting')
      AND "dueAt" IS NULL`;
}

/** Runs by their ids; those of people who were erased are missing. */
export async function listRuns(
  db: Db,
  { shopId, runIds }: { shopId: string; runIds: readonly string[] },
): Promise<Map<string, Run>> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT * FROM "FlowRun" WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(runIds)}`;
  return new Map(rows.map((row) => [row.id, runOf(row)]));
}

type EventRow = Omit<StoredEvent, "payload"> & { payloadJson: string };

function eventOf({ payloadJson, ...row }: EventRow): StoredEvent {
  return { ...row, payload: JSON.parse(payloadJson) as unknown } as StoredEvent;
}

/** Events of people of some types after `since` until `until` (inclusive), in the order in which they happened. */
export async function listEventsOf(
  db: Db,
  input: People & { types: readonly string[]; since: Date; until: Date },
): Promise<StoredEvent[]> {
  const { shopId, customerIds, subjectIds, types, since, until } = input;
  const chosen = Prisma.sql`SELECT "id", "shopId", "type", "sourceKey", "customerId", "subjectId", "payloadJson", "occurredAt"
    FROM "DomainEvent" WHERE "shopId" = ${shopId} AND "type" IN ${idsIn(types)}
      AND "occurredAt" > ${toDbInstant(since)} AND "occurredAt" <= ${toDbInstant(until)}`;
  const ofCustomers =
    customerIds.length > 0
      ? await db.$queryRaw<EventRow[]>`${chosen} AND "customerId" IN ${idsIn(customerIds)}`
      : [];
  const ofSubjects =
    subjectIds.length > 0
      ? await db.$queryRaw<EventRow[]>`${chosen} AND "subjectId" IN ${idsIn(subjectIds)}`
      : [];
  const byId = new Map([...ofCustomers, ...ofSubjects].map((row) => [row.id, row]));
  return [...byId.values()]
    .map(eventOf)
    .sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || (a.id < b.id ? -1 : 1));
}

/** Events by their ids; those that were erased are missing. */
export async function listEventsById(
  db: Db,
  { shopId, ids }: { shopId: string; ids: readonly string[] },
): Promise<Map<string, StoredEvent>> {
  const rows = await db.$queryRaw<EventRow[]>`
    SELECT "id", "shopId", "type", "sourceKey", "customerId", "subjectId", "payloadJson", "occurredAt"
    FROM "DomainEvent" WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(ids)}`;
  return new Map(rows.map((row) => [row.id, eventOf(row)]));
}

/** Events of some types, a page at a time in the order in which they happened, until `until` (inclusive). */
export async function listEventsOfTypes(
  db: Db,
  input: {
    shopId: string;
    types: readonly string[];
    after: { occurredAt: Date; id: string };
    until: Date;
    limit: number;
  },
): Promise<StoredEvent[]> {
  const { shopId, types, after, until, limit } = input;
  const rows = await db.$queryRaw<EventRow[]>`
    SELECT "id", "shopId", "type", "sourceKey", "customerId", "subjectId", "payloadJson", "occurredAt"
    FROM "DomainEvent" WHERE "shopId" = ${shopId} AND "type" IN ${idsIn(types)}
      AND "occurredAt" >= ${toDbInstant(after.occurredAt)} AND "occurredAt" <= ${toDbInstant(until)}
      AND ("occurredAt" > ${toDbInstant(after.occurredAt)} OR "id" > ${after.id})
    ORDER BY "occurredAt", "id" LIMIT ${limit}`;
  return rows.map(eventOf);
}
