import { MINUTE_MS } from "~/kit/duration";
import type { Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";

import { deliveryJobOf, deliveryJobs } from "./deliver.server";
import { listLostIntentsOfAllShops } from "./repository.server";

const BATCH = 500;

/** Finds intents whose job was lost or gave up. */
export const outboxSchedules: readonly Schedule[] = [
  {
    name: "outbox.sweep-pending",
    everyMs: 5 * MINUTE_MS,
    async run(tx, now) {
      const intents = await listLostIntentsOfAllShops(tx, {
        jobNames: deliveryJobs.map(({ name }) => name),
        before: new Date(now.getTime() - MINUTE_MS),
        limit: BATCH,
      });
      for (const { shopId, intentId, kind } of intents) {
        await enqueueJob(tx, deliveryJobOf(kind), {
          payload: { shopId, intentId },
          shopId,
          now,
          dedupeKey: intentId,
        });
      }
    },
  },
];
