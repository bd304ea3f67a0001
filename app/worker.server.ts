import { setPriority } from "node:os";
import { createServer, type Server } from "node:http";

import { composition } from "./composition.server";
import { SECOND_MS } from "./kit/duration";
import { startTakingOver } from "./pipeline/inbox/spool/take-over.server";
import { measureBacklog } from "./pipeline/jobs/backlog/measure.server";
import { startRunner } from "./pipeline/jobs/runner.server";
import { now } from "./platform/clock.server";
import { getDb } from "./platform/database.server";
import { isPostgresUrl } from "./platform/db.server";
import { getEnv } from "./platform/env.server";
import { checkDatabase, createPulse } from "./platform/health.server";
import { logger, nameProcess } from "./platform/logger.server";
import { measureProcess } from "./platform/metrics.server";
import { createOperationsHandler } from "./platform/operations.server";
import { openSpoolOf } from "./platform/spool.server";

/** Of −20 to 19; a process of 0 beside it gets thrice as much. */
const NICENESS = 5;

nameProcess("worker");
// Where both share cores, Shopify waits for the web process, and nobody for this one.
setPriority(NICENESS);
const env = getEnv();
const pulse = createPulse();
const openTaker = () => openSpoolOf(env.DATABASE_URL, "taker");
const takingOver = startTakingOver(getDb(), {
  spool: openTaker(),
  // SQLite works in this very process: there is nothing to do while it stores.
  helping: isPostgresUrl(env.DATABASE_URL) ? [openTaker()] : [],
  now,
});
const runner = await startRunner(getDb(), composition.registry, {
  concurrency: env.WORKER_CONCURRENCY,
  leaseMs: env.JOB_LEASE_SECONDS * SECOND_MS,
  now,
  isHeldUp: () => takingOver.isBehind(),
  onLook: pulse.beat,
});
const listener = env.WORKER_PORT === undefined ? null : listen(env.WORKER_PORT);
logger.info(
  {
    jobs: composition.registry.jobs.size,
    schedules: composition.registry.schedules.length,
    port: env.WORKER_PORT,
  },
  "worker runs",
);

/** Tells machines how the worker is. */
function listen(port: number): Server {
  if (env.METRICS_TOKEN !== undefined) {
    measureProcess();
    measureBacklog(getDb(), now);
  }
  const answer = createOperationsHandler({
    checks: [checkDatabase(getDb()), pulse.check],
    metricsToken: env.METRICS_TOKEN,
  });
  const server = createServer((request, response) => {
    if (!answer(request, response)) response.writeHead(404, { "Content-Type": "text/plain" }).end("not here");
  });
  return server.listen(port, env.HOST);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    listener?.close();
    void Promise.all([runner.stop(), takingOver.stop()]).then(async () => {
      composition.close();
      await getDb().$disconnect();
      process.exit(0);
    });
  });
}
