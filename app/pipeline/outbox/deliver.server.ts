import { z } from "zod";

import { defineGroupedJob, defineOutsideJob, type JobDefinition } from "~/pipeline/jobs/definition";

import { deliverOne } from "./attempt-one.server";
import { findDefinition } from "./registry.server";
import { deliverMany } from "./together/deliver.server";

const PayloadSchema = z.object({ shopId: z.string(), intentId: z.string() });
type DeliveryPayload = z.infer<typeof PayloadSchema>;

/** Performs one intent. Its own retries are counted on the intent, not on the job. */
export const deliverIntent = defineOutsideJob({
  name: "outbox.deliver",
  schema: PayloadSchema,
  maxAttempts: 20,
  priority: 50,
  run: ({ shopId, intentId }, { db, now }) => deliverOne(db, { shopId, intentId, now }),
});

/** Performs intents that are delivered together, of one shop. */
export const deliverTogether = defineGroupedJob({
  name: "outbox.deliver-together",
  schema: PayloadSchema,
  maxAttempts: 20,
  priority: 51,
  atMost: 100,
  runTogether(payloads, { db, now }) {
    const shopId = payloads[0]?.shopId ?? "";
    return deliverMany(db, { shopId, intentIds: payloads.map(({ intentId }) => intentId), now });
  },
});

export const deliveryJobs = [deliverIntent, deliverTogether] as const;

/** The job that cares for intents of a kind: always the same one, so that nobody delivers an intent beside another. */
export function deliveryJobOf(kind: string): JobDefinition<DeliveryPayload> {
  return findDefinition(kind)?.together ? deliverTogether : deliverIntent;
}
