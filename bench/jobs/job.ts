import pg from "pg";
import { z } from "zod";

import { defineJob } from "../../app/pipeline/jobs/definition";

/** Does nothing: what is measured is the queue. */
export const nothing = defineJob({
  name: "bench.nothing",
  schema: z.object({ n: z.number() }),
  maxAttempts: 3,
  isShort: true,
  run: () => Promise.resolve(),
});

/** Leaves a row each time it is run, in no way kept unique: twice would be two. */
export const write = defineJob({
  name: "bench.write",
  schema: z.object({ n: z.number() }),
  maxAttempts: 20,
  isShort: true,
  run: async ({ n }, { tx }) =>
    void (await tx.$executeRaw`INSERT INTO bench_effect (n, at) VALUES (${n}, ${Date.now()})`),
});

export const TABLES = `
  CREATE TABLE bench_change (n BIGINT NOT NULL);
  CREATE TABLE bench_effect (n BIGINT NOT NULL, at BIGINT NOT NULL)`;

export const SHOP = "bench-shop";

/** The stock queue's own jobs, ready in its table. */
export async function addStockJobs(url: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `SELECT graphile_worker.add_job('nothing', json_build_object('n', i)) FROM generate_series(1, ${count}) i`,
  );
  await client.end();
}
