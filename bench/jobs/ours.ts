import { setTimeout as sleep } from "node:timers/promises";

import { enqueueJob, enqueueJobs } from "../../app/pipeline/jobs/enqueue.server";
import { buildRegistry } from "../../app/pipeline/jobs/registry.server";
import { drainJobs, prepareQueue } from "../../app/pipeline/jobs/runner.server";
import { inTransaction, openDb, type RootDb } from "../../app/platform/db.server";
import { startServer } from "../processes";
import { nothing, SHOP, TABLES, write } from "./job";

const JOBS = 40_000;
const AT_ONCE = 2_000;
const LOOKS = 300;
const KILLS = 6;
const KILLED_JOBS = 30_000;
const WAIT_MS = 120_000;

export type OurQueue = {
  perSecond: number;
  cpuMicrosPerJob: number;
  /** From the commit of the change to the job's own work, on a worker that has nothing to do. */
  idleP50Ms: number;
  idleP99Ms: number;
  /** Changes without an effect, and effects of which there are two, after all kills. */
  lost: number;
  doubled: number;
};

/** @param url of a database with our tables. */
export async function measureQueue(url: string): Promise<OurQueue> {
  const db = await openDb(url);
  await prepareQueue(db);
  for (const statement of TABLES.split(";")) await db.$executeRawUnsafe(statement);
  try {
    return { ...(await measureRate(db)), ...(await measureIdle(db, url)), ...(await measureKills(db, url)) };
  } finally {
    await db.$disconnect();
  }
}

async function measureRate(db: RootDb): Promise<Pick<OurQueue, "perSecond" | "cpuMicrosPerJob">> {
  const now = new Date();
  for (let from = 0; from < JOBS; from += AT_ONCE) {
    const entries = Array.from({ length: AT_ONCE }, (_, index) => ({
      payload: { n: from + index },
      shopId: SHOP,
      now,
    }));
    await inTransaction(db, (tx) => enqueueJobs(tx, nothing, entries));
  }
  const cpuAtStart = process.cpuUsage();
  const startedAt = performance.now();
  const ran = await drainJobs(db, buildRegistry([nothing], []), () => new Date());
  const seconds = (performance.now() - startedAt) / 1_000;
  if (ran !== JOBS) throw new Error(`${JOBS} jobs were added, ${ran} ran`);
  const { user, system } = process.cpuUsage(cpuAtStart);
  return { perSecond: JOBS / seconds, cpuMicrosPerJob: (user + system) / JOBS };
}

async function measureIdle(db: RootDb, url: string): Promise<Pick<OurQueue, "idleP50Ms" | "idleP99Ms">> {
  const worker = await startServer("bench/jobs/worker.ts", { DATABASE_URL: url });
  try {
    const added: number[] = [];
    for (let n = 0; n < LOOKS; n += 1) {
      await sleep(20 + ((n * 7) % 40));
      await changeWithJob(db, n);
      added.push(Date.now());
    }
    await untilDone(db, LOOKS);
    const rows = await db.$queryRaw<{ n: bigint; at: bigint }[]>`SELECT n, at FROM bench_effect`;
    // The effect may be there before the answer to the change is.
    const took = rows.map(({ n, at }) => Math.max(0, Number(at) - (added[Number(n)] ?? 0)));
    took.sort((a, b) => a - b);
    const at = (share: number) => took[Math.floor(took.length * share)] ?? 0;
    return { idleP50Ms: at(0.5), idleP99Ms: at(0.99) };
  } finally {
    await worker.stop();
  }
}

/** The change and its job: there are both, or neither. */
function changeWithJob(db: RootDb, n: number): Promise<void> {
  return inTransaction(db, async (tx) => {
    await tx.$executeRaw`INSERT INTO bench_change (n) VALUES (${n})`;
    await enqueueJob(tx, write, { payload: { n }, shopId: SHOP, now: new Date() });
  });
}

/** Changes go on while the worker is killed again and again. */
async function measureKills(db: RootDb, url: string): Promise<Pick<OurQueue, "lost" | "doubled">> {
  const env = { DATABASE_URL: url };
  const perRound = KILLED_JOBS / KILLS;
  let next = LOOKS;
  for (let round = 0; round < KILLS; round += 1) {
    const worker = await startServer("bench/jobs/worker.ts", env);
    await inTransaction(db, async (tx) => {
      const numbers = Array.from({ length: perRound }, () => next++);
      for (const n of numbers) await tx.$executeRaw`INSERT INTO bench_change (n) VALUES (${n})`;
      await enqueueJobs(
        tx,
        write,
        numbers.map((n) => ({ payload: { n }, shopId: SHOP, now: new Date() })),
      );
    });
    await sleep(40 + 30 * round);
    process.kill(worker.pid, "SIGKILL");
  }
  const last = await startServer("bench/jobs/worker.ts", env);
  try {
    await untilDone(db, next);
    const [row] = await db.$queryRaw<{ lost: bigint; doubled: bigint }[]>`
      SELECT (SELECT COUNT(*) FROM bench_change WHERE n NOT IN (SELECT n FROM bench_effect)) AS lost,
             (SELECT COUNT(*) - COUNT(DISTINCT n) FROM bench_effect) AS doubled`;
    return { lost: Number(row?.lost), doubled: Number(row?.doubled) };
  } finally {
    await last.stop();
  }
}

/** @throws Error when it is not done after two minutes. */
async function untilDone(db: RootDb, count: number): Promise<void> {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const [row] = await db.$queryRaw<
      { count: bigint }[]
    >`SELECT COUNT(DISTINCT n) AS count FROM bench_effect`;
    if (Number(row?.count) === count) return;
    if (Date.now() > until) throw new Error(`${count} jobs were to be done, ${row?.count} are`);
    await sleep(50);
  }
}
