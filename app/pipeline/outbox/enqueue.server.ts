import { enqueueJobs } from "~/pipeline/jobs/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import type { IntentDefinition } from "./definition";
import { deliverIntent } from "./deliver.server";
import { insertIntents } from "./repository.server";

type NewIntent<Payload> = {
  shopId: string;
  dedupeKey: string;
  payload: Payload;
  customerId: string | null;
  /** Not tried before; now when absent. */
  notBefore?: Date;
  now: Date;
};

/**
 * Records an outside effect to perform after the current transaction commits.
 *
 * Idempotent: a second call with the same `dedupeKey` for the shop is ignored.
 */
export async function enqueueIntent<Payload, Command, Result>(
  tx: Tx,
  definition: IntentDefinition<Payload, Command, Result>,
  intent: NewIntent<NoInfer<Payload>>,
): Promise<{ kind: "created" | "duplicate"; intentId: string }> {
  const [enqueued] = await enqueueIntents(tx, definition, [intent]);
  if (!enqueued) throw new Error(`intent ${intent.dedupeKey} was not stored`);
  return enqueued;
}

/** `enqueueIntent` for many of one shop, in as many statements. @returns what became of each, in their order. */
export async function enqueueIntents<Payload, Command, Result>(
  tx: Tx,
  definition: IntentDefinition<Payload, Command, Result>,
  intents: readonly NewIntent<NoInfer<Payload>>[],
): Promise<{ kind: "created" | "duplicate"; intentId: string }[]> {
  const rows = intents.map(({ payload, notBefore, now, ...intent }) => ({
    ...intent,
    id: newId(),
    kind: definition.kind,
    payloadJson: JSON.stringify(payload),
    nextAttemptAt: notBefore ?? now,
    createdAt: now,
  }));
  const storedIds = await insertIntents(tx, rows);
  const created = rows.filter(({ id, dedupeKey }) => storedIds.get(dedupeKey) === id);
  await enqueueJobs(
    tx,
    deliverIntent,
    created.map(({ id: intentId, shopId, nextAttemptAt, createdAt }) => ({
      payload: { shopId, intentId },
      shopId,
      now: createdAt,
      runAt: nextAttemptAt,
      dedupeKey: intentId,
    })),
  );
  return rows.map(({ id, dedupeKey }) => {
    const intentId = storedIds.get(dedupeKey) ?? id;
    return { kind: intentId === id ? "created" : "duplicate", intentId };
  });
}
