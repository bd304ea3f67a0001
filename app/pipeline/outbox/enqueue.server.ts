import { enqueueJobs } from "~/pipeline/jobs/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import type { IntentDefinition } from "./definition";
import { deliveryJobOf } from "./deliver.server";
import { insertIntents } from "./repository.server";

type NewIntent<Payload> = {
  dedupeKey: string;
  payload: Payload;
  customerId: string | null;
  /** Not tried before; now when absent. */
  notBefore?: Date;
};

type Enqueued = { kind: "created" | "duplicate"; intentId: string };

/**
 * Records an outside effect to perform after the current transaction commits.
 *
 * Idempotent: a second call with the same `dedupeKey` for the shop is ignored.
 */
export async function enqueueIntent<Payload, Command, Result>(
  tx: Tx,
  definition: IntentDefinition<Payload, Command, Result>,
  { shopId, now, ...intent }: NewIntent<NoInfer<Payload>> & { shopId: string; now: Date },
): Promise<Enqueued> {
  const [enqueued] = await enqueueIntents(tx, definition, { shopId, now, intents: [intent] });
  if (!enqueued) throw new Error(`the intent ${intent.dedupeKey} was not stored`);
  return enqueued;
}

/** `enqueueIntent` for many of one kind: in three statements. @returns what became of each, in their order. */
export async function enqueueIntents<Payload, Command, Result>(
  tx: Tx,
  definition: IntentDefinition<Payload, Command, Result>,
  { shopId, now, intents }: { shopId: string; now: Date; intents: readonly NewIntent<NoInfer<Payload>>[] },
): Promise<Enqueued[]> {
  const rows = intents.map(({ dedupeKey, payload, customerId, notBefore }) => ({
    ...{ id: newId(), shopId, kind: definition.kind, dedupeKey, customerId },
    payloadJson: JSON.stringify(payload),
    nextAttemptAt: notBefore ?? now,
    createdAt: now,
  }));
  const ids = await insertIntents(tx, { shopId, rows });
  const isCreated = (row: (typeof rows)[number]) => ids.get(row.dedupeKey) === row.id;
  await enqueueJobs(
    tx,
    deliveryJobOf(definition.kind),
    rows.filter(isCreated).map(({ id: intentId, nextAttemptAt: runAt }) => ({
      ...{ payload: { shopId, intentId }, shopId, now, runAt, dedupeKey: intentId },
    })),
  );
  return rows.map((row) => ({
    kind: isCreated(row) ? "created" : "duplicate",
    intentId: ids.get(row.dedupeKey) ?? row.id,
  }));
}
