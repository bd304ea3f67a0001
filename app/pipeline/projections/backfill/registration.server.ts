import { HOUR_MS } from "~/kit/duration";
import type { Schedule } from "~/pipeline/jobs/definition";

import { checkQuery, loadRows, startQuery } from "./jobs.server";
import { listDueFailures } from "./repository.server";
import { retryBackfill } from "./request.server";

/** What Shopify broke off, or we, is tried again by itself once an hour. */
const retryFailures: Schedule = {
  name: "backfill.sweep-failures",
  everyMs: HOUR_MS,
  async run(tx, now) {
    const failures = await listDueFailures(tx, { before: new Date(now.getTime() - HOUR_MS) });
    for (const failure of failures) await retryBackfill(tx, { ...failure, now });
  },
};

export const backfillRegistration = {
  name: "backfill",
  jobs: [startQuery, checkQuery, loadRows],
  schedules: [retryFailures],
};
