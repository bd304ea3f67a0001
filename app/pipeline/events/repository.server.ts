import type { Db } from "~/platform/db.server";
import { idsIn, rowsToJson, upsertSql } from "~/platform/sql.server";

import type { DomainEvent, StoredEvent } from "./catalogue";

type NewEventRow = DomainEvent & { id: string; shopId: string; recordedAt: Date };

const INSERT_EVENTS = upsertSql({
  table: "DomainEvent",
  columns: [
    "id",
    "shopId",
    "sourceKey",
    "type",
    "customerId",
    "subjectId",
    "payloadJson",
    "occurredAt",
    "recordedAt",
  ],
  key: ["shopId", "sourceKey"],
  onConflict: "nothing",
});

/** Stores events, leaving out those whose (shopId, sourceKey) exists. @returns those that were stored. */
export async function insertEvents(db: Db, rows: readonly NewEventRow[]): Promise<NewEventRow[]> {
  const parameter = rowsToJson(
    rows.map((row) => ({ ...row, payload: undefined, payloadJson: JSON.stringify(row.payload) })),
  );
  const storedCount = await db.$executeRawUnsafe(INSERT_EVENTS, parameter);
  if (storedCount === rows.length) return [...rows];
  const [first] = rows;
  if (storedCount === 0 || !first) return [];
  const stored = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "DomainEvent"
    WHERE "shopId" = ${first.shopId} AND "id" IN ${idsIn(rows.map(({ id }) => id))}`;
  const ids = new Set(stored.map((row) => row.id));
  return rows.filter((row) => ids.has(row.id));
}

/** Stored events in the order of `eventIds`; those that are unknown or erased are left out. */
export async function listEvents(
  db: Db,
  { shopId, eventIds }: { shopId: string; eventIds: readonly string[] },
): Promise<StoredEvent[]> {
  const rows = await db.$queryRaw<(Omit<StoredEvent, "payload"> & { payloadJson: string })[]>`
    SELECT "id", "shopId", "type", "sourceKey", "customerId", "subjectId", "payloadJson", "occurredAt"
    FROM "DomainEvent" WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(eventIds)}`;
  const events = new Map(
    rows.map(({ payloadJson, ...row }) => [
      row.id,
      { ...row, payload: JSON.parse(payloadJson) as unknown } as StoredEvent,
    ]),
  );
  return eventIds.flatMap((id) => events.get(id) ?? []);
}
