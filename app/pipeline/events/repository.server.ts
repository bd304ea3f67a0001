import type { Db } from "~/platform/db.server";
import { rowsToJson, upsertSql } from "~/platform/sql.server";

import type { DomainEvent, StoredEvent } from "./catalogue";

type NewEventRow = DomainEvent & { id: string; shopId: string; recordedAt: Date };

const INSERT_EVENTS = `${upsertSql({
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
})} RETURNING "id"`;

/** Stores events, leaving out those whose (shopId, sourceKey) exists. @returns those that were stored. */
export async function insertEvents(db: Db, rows: readonly NewEventRow[]): Promise<NewEventRow[]> {
  const parameter = rowsToJson(
    rows.map((row) => ({ ...row, payload: undefined, payloadJson: JSON.stringify(row.payload) })),
  );
  const stored = await db.$queryRawUnsafe<{ id: string }[]>(INSERT_EVENTS, parameter);
  if (stored.length === rows.length) return [...rows];
  const ids = new Set(stored.map((row) => row.id));
  return rows.filter((row) => ids.has(row.id));
}

/** A stored event, or null when it is unknown or erased. */
export async function findEvent(
  db: Db,
  { shopId, eventId }: { shopId: string; eventId: string },
): Promise<StoredEvent | null> {
  const row = await db.domainEvent.findFirst({ where: { shopId, id: eventId } });
  if (!row) return null;
  const { payloadJson, recordedAt: _recordedAt, ...rest } = row;
  return { ...rest, payload: JSON.parse(payloadJson) as unknown } as StoredEvent;
}
