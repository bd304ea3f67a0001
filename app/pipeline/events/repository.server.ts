import { type Db, toDbInstant } from "~/platform/db.server";

import type { DomainEvent, StoredEvent } from "./catalogue";

type NewEventRow = DomainEvent & { id: string; shopId: string; recordedAt: Date };

/** Stores events, leaving out those whose (shopId, sourceKey) exists. @returns those that were stored. */
export async function insertEvents(db: Db, rows: readonly NewEventRow[]): Promise<NewEventRow[]> {
  const json = JSON.stringify(
    rows.map((row) => ({
      ...row,
      payload: undefined,
      payloadJson: JSON.stringify(row.payload),
      occurredAt: toDbInstant(row.occurredAt),
      recordedAt: toDbInstant(row.recordedAt),
    })),
  );
  const stored = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO "DomainEvent" ("id", "shopId", "type", "sourceKey", "customerId", "subjectId", "payloadJson", "occurredAt", "recordedAt")
    SELECT e.value->>'id', e.value->>'shopId', e.value->>'type', e.value->>'sourceKey', e.value->>'customerId', e.value->>'subjectId',
           e.value->>'payloadJson', e.value->>'occurredAt', e.value->>'recordedAt'
    FROM json_each(${json}) e WHERE 1 = 1
    ON CONFLICT ("shopId", "sourceKey") DO NOTHING
    RETURNING "id"`;
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
