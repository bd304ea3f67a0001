import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import type { IntentDefinition } from "./definition";
import { deliverIntent } from "./deliver.server";
import { insertIntent } from "./repository.server";

/**
 * Records an outside effect to perform after the current transaction commits.
 *
 * Idempotent: a second call with the same `dedupeKey` for the shop is ignored.
 */
export async function enqueueIntent<Payload, Command, Result>(
  tx: Tx,
  definition: IntentDefinition<Payload, Command, Result>,
  {
    shopId,
    dedupeKey,
    payload,
    customerId,
    notBefore,
    now,
  }: {
    shopId: string;
    dedupeKey: string;
    payload: NoInfer<Payload>;
    customerId: string | null;
    /** Not tried before; now when absent. */
    notBefore?: Date;
    now: Date;
  },
): Promise<{ kind: "created" | "duplicate"; intentId: string }> {
  const id = newId();
  const intentId = await insertIntent(tx, {
    id,
    shopId,
    kind: definition.kind,
    dedupeKey,
    payloadJson: JSON.stringify(payload),
    customerId,
    nextAttemptAt: notBefore ?? now,
    createdAt: now,
  });
  if (intentId !== id) return { kind: "duplicate", intentId };
  await enqueueJob(tx, deliverIntent, {
    payload: { shopId, intentId },
    shopId,
    now,
    runAt: notBefore ?? now,
    dedupeKey: intentId,
  });
  return { kind: "created", intentId };
}
