import { Logger, run, runMigrations } from "graphile-worker";
import pg from "pg";

import { addStockJobs } from "./job";

const JOBS = 10_000;
const LOOK_MS = 10;

/** Jobs per second of graphile-worker as it comes: its defaults, as many at once as our worker runs, tasks of nothing. */
export async function measurePeer(url: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 12 });
  await runMigrations({ pgPool: pool });
  await addStockJobs(url, JOBS);
  let count = 0;
  const startedAt = performance.now();
  const runner = await run({
    pgPool: pool,
    concurrency: 10,
    noHandleSignals: true,
    logger: new Logger(() => () => undefined),
    taskList: { nothing: () => void (count += 1) },
  });
  while (count < JOBS) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  const seconds = (performance.now() - startedAt) / 1_000;
  await runner.stop();
  await pool.end();
  return JOBS / seconds;
}
