import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { enqueueAdvance, sweepDueRuns } from "../../app/engine/flows/jobs.server";
import { drainJobs, prepareQueue } from "../../app/pipeline/jobs/runner.server";
import { inTransaction, openDb, type RootDb } from "../../app/platform/db.server";
import { withShop } from "../../app/platform/tenant-guard.server";
import { isPostgresInstalled, startPostgres } from "../../scripts/postgres/server";
import { makePostgres } from "../backfill/postgres";
import { makeSqlite } from "../backfill/sqlite";
import { atLeastTimes, atMost, figure, type Result } from "../result";
import { DECISIONS_PER_RUN, DUE, seedDueRuns, seedFlow, seedSleepers, SHOP, wireFlows } from "./world";

const RUNS = 20_000;
const SLEEPERS = 1_000_000;
const SWEEPS = 200;
const GOAL = { name: "5,000 decisions/s", value: 5_000, unit: "decisions/s" };
/** A look that finds nothing due among a million may take so many times what it takes with nobody there. */
const MOST_SWEEP_RATIO = 1.5;

/** Flows: step decisions written durably per second, and what runs cost that sleep. */
export async function benchFlows(): Promise<Result[]> {
  const { values } = parseArgs({ options: { sleepers: { type: "string" } }, allowPositionals: true });
  const sleepers = Number(values.sleepers ?? SLEEPERS);
  const directory = mkdtempSync(join(tmpdir(), "perennial-bench-"));
  try {
    const results = await measure("SQLite", makeSqlite(join(directory, "flows.db")), sleepers);
    if (!isPostgresInstalled()) {
      console.log("PostgreSQL is not installed: left out.");
      return results;
    }
    const server = await startPostgres({ isDurable: true });
    try {
      return [
        ...results,
        ...(await measure("PostgreSQL", await makePostgres(server.url, "flows"), sleepers)),
      ];
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measure(database: string, url: string, sleepers: number): Promise<Result[]> {
  const db = await openDb(url);
  await prepareQueue(db);
  try {
    const registry = wireFlows();
    const flowId = await seedFlow(db);
    const emptyMs = await measureSweep(db);
    console.log(`${database}: ${sleepers.toLocaleString("en")} runs go to sleep …`);
    await seedSleepers(db, { flowId, count: sleepers });
    const sweepMs = await measureSweep(db);
    await seedDueRuns(db, { flowId, count: RUNS });
    console.log(`${database}: ${RUNS.toLocaleString("en")} runs wake up …`);
    await inTransaction(db, (tx) => enqueueAdvance(tx, { shopId: SHOP, now: DUE }));
    const startedAt = performance.now();
    const cpuAtStart = process.cpuUsage();
    await drainJobs(db, registry, () => DUE);
    const seconds = (performance.now() - startedAt) / 1_000;
    const { user, system } = process.cpuUsage(cpuAtStart);
    const decisions = await countDecisions(db);
    const named = (name: string, value: number, unit: string) => ({
      name: `${database}, ${name}`,
      value,
      unit,
    });
    return [
      atLeastTimes(named("step decisions", decisions / seconds, GOAL.unit), GOAL, 1),
      figure(named("CPU of our process per decision", (user + system) / decisions, "µs")),
      figure(named(`sweep, nothing due among ${sleepers.toLocaleString("en")}`, sweepMs, "ms")),
      atMost(named("the same to a sweep of an empty table", sweepMs / emptyMs, "×"), MOST_SWEEP_RATIO),
    ];
  } finally {
    await db.$disconnect();
  }
}

/** Milliseconds of a look for what is due, when nothing is: the middle of many. */
async function measureSweep(db: RootDb): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < SWEEPS; count += 1) {
    const startedAt = performance.now();
    await inTransaction(db, (tx) => sweepDueRuns.run(tx, new Date(DUE.getTime() - 1)));
    times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b)[SWEEPS / 2] ?? 0;
}

/** @throws Error when a run is left or a line of the log is missing: then the figures mean nothing. */
async function countDecisions(db: RootDb): Promise<number> {
  return withShop(SHOP, async () => {
    const done = await db.flowRun.count({ where: { shopId: SHOP, state: "done" } });
    const decisions = await db.decision.count({ where: { shopId: SHOP, subjectKind: "flow-run" } });
    if (done !== RUNS || decisions !== RUNS * DECISIONS_PER_RUN)
      throw new Error(
        `expected ${RUNS} runs to end with ${DECISIONS_PER_RUN} decisions each, got ${done} and ${decisions}`,
      );
    return decisions;
  });
}
