import { MINUTE_MS } from "~/kit/duration";
import type { Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";

import { deliverIntent } from "./deliver.server";
import { listLostIntentsOfAllShops } from "./repository.server";

const BATCH = 500;

/** Finds intents whose job was lost or gave up. */
export const outboxSchedules: readonly Schedule[] = [
  {
    name: "outbox.sweep-pending",
    everyMs: 5 * MINUTE_MS,
    async run(tx, now) {
      const intents = await listLostIntentsOfAllShops(tx, {
        jobName: deliverIntent.name,
        before: new Date(now.getTime() - MINUTE_MS),
        limit: BATCH,
      });
      for (const { shopId, intentId } of intents) {
        await enqueueJob(tx, deliverIntent, {
          payload: { shopId, intentId },
          shopId,
          now,
          dedupeKey: intentId,
        });
      }
    },
  },
];
