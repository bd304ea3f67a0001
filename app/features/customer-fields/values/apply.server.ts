import { publishEvents } from "~/pipeline/events/publish.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import type { CustomerField } from "../schema";

import { listCaused, listValues, saveChanges, type Setter, type ValueChange } from "./repository.server";

/** What is to be in a field of a customer, as it is written; null: nothing. */
export type Wish = {
  customerId: string;
  field: Pick<CustomerField, "id" | "kind">;
  written: string | null;
  /** Names the change once and for all. */
  causeKey: string;
};

/** `same`: it was there. `had`: the same cause has brought it about before; it is not done again. */
export type Applied = "changed" | "same" | "had";

/**
 * Puts values into fields, tells the history and publishes `customer.field-changed` of each that became another.
 *
 * Idempotent by each `causeKey`. @returns what became of each wish, in their order.
 */
export async function applyWishes(
  tx: Tx,
  { shopId, wishes, by, now }: { shopId: string; wishes: readonly Wish[]; by: Setter; now: Date },
): Promise<Applied[]> {
  const values = await valuesBefore(tx, { shopId, wishes });
  const caused = await listCaused(tx, { shopId, causeKeys: wishes.map(({ causeKey }) => causeKey) });
  const changes: ValueChange[] = [];
  const applied = wishes.map(({ customerId, field, written, causeKey }): Applied => {
    if (caused.has(causeKey)) return "had";
    const place = placeOf({ customerId, fieldId: field.id });
    const from = values.get(place) ?? null;
    if (from === written) return "same";
    values.set(place, written);
    const { id: fieldId, kind } = field;
    changes.push({ id: newId(), causeKey, customerId, fieldId, kind, from, to: written });
    return "changed";
  });
  if (changes.length === 0) return applied;
  await saveChanges(tx, { shopId, changes, by, now });
  await publishEvents(
    tx,
    changes.map((change) => eventOf(change, now)),
    { shopId, now },
  );
  return applied;
}

function placeOf({ customerId, fieldId }: { customerId: string; fieldId: string }): string {
  return JSON.stringify([customerId, fieldId]);
}

async function valuesBefore(
  tx: Tx,
  { shopId, wishes }: { shopId: string; wishes: readonly Wish[] },
): Promise<Map<string, string | null>> {
  const customerIds = [...new Set(wishes.map(({ customerId }) => customerId))];
  const fieldIds = [...new Set(wishes.map(({ field }) => field.id))];
  const stored = await listValues(tx, { shopId, customerIds, fieldIds });
  return new Map(stored.map((value) => [placeOf(value), value.written]));
}

function eventOf({ id: changeId, customerId, fieldId }: ValueChange, now: Date) {
  return {
    type: "customer.field-changed",
    payload: { customerId, fieldId, changeId },
    sourceKey: `customer.field-changed:${changeId}`,
    customerId,
    subjectId: customerId,
    occurredAt: now,
  } as const;
}
