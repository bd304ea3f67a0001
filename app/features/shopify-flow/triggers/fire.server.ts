import type { Entry } from "~/engine/flows/contribution";
import { enqueueIntents } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";

import { fireTrigger } from "./intents.server";
import type { Source } from "./sources";

/** Has Flow told of what happened to customers. Safe to repeat: once per trigger, customer and occasion. Guests are not told of. */
export async function fireEntries(
  tx: Tx,
  { handle, propertiesOf }: Source,
  { shopId, entries, now }: { shopId: string; entries: readonly Entry[]; now: Date },
): Promise<void> {
  const intents = entries.flatMap((entry) => {
    const { customerId, entryKey } = entry;
    if (customerId === null) return [];
    const properties = { ...propertiesOf(entry), Occasion: entryKey };
    const dedupeKey = `flow-trigger:${handle}:${customerId}:${entryKey}`;
    return [{ dedupeKey, payload: { handle, customerId, properties }, customerId }];
  });
  if (intents.length > 0) await enqueueIntents(tx, fireTrigger, { shopId, now, intents });
}
