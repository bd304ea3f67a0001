import { composition } from "./composition.server";
import { SECOND_MS } from "./kit/duration";
import { startRunner } from "./pipeline/jobs/runner.server";
import { now } from "./platform/clock.server";
import { getDb } from "./platform/database.server";
import { getEnv } from "./platform/env.server";
import { logger } from "./platform/logger.server";

const runner = await startRunner(getDb(), composition.registry, {
  concurrency: getEnv().WORKER_CONCURRENCY,
  leaseMs: getEnv().JOB_LEASE_SECONDS * SECOND_MS,
  now,
});
logger.info(
  { jobs: composition.registry.jobs.size, schedules: composition.registry.schedules.length },
  "worker runs",
);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void runner.stop().then(async () => {
      composition.close();
      await getDb().$disconnect();
      process.exit(0);
    });
  });
}
