/**
 * `npm run chaos`: the app under load while its processes are killed at random moments, then a look at whether anything
 * was lost or done twice. `--database postgresql` kills the database too.
 */
import { parseArgs } from "node:util";

import { openDb } from "../../app/platform/db.server";
import { demoStart } from "../../dev-store/simulation/shop";
import { switchRecoveryOn } from "../demo/merchant";
import { startSystem, type System } from "../system/start-system";
import { verifyShops } from "../verify-aggregates/verify";
import { lookAround } from "./findings";
import { publishFlow } from "./flow";
import { killAtRandom } from "./killer";

const HOUR_MS = 60 * 60 * 1_000;
/** Shoppers of half a day come in one go: the processes are never idle for long. */
const STEP_MS = 12 * HOUR_MS;
/** Shorter than in production, so that what a killed worker held is taken over within the run. */
const LEASE_SECONDS = "5";
const FAULTS = { duplicateRate: 0.2, reorder: true, delayRate: 0.1, delayMs: 20 * 60 * 1_000 };
const NO_FAULTS = { duplicateRate: 0, reorder: false, delayRate: 0, dropRate: 0 };

const { values: options } = parseArgs({
  options: {
    database: { type: "string", default: "sqlite" },
    kills: { type: "string", default: "50" },
    seed: { type: "string", default: "1" },
    customers: { type: "string", default: "200" },
  },
});

const kills = Number(options.kills);
const seed = Number(options.seed);
console.log(`Starting the store and the app on ${options.database}; the seed of the kills is ${seed} …`);
const system = await startSystem({
  seed,
  customers: Number(options.customers),
  startAt: demoStart(new Date()),
  onPostgres: options.database === "postgresql",
  isSupervised: true,
  env: { JOB_LEASE_SECONDS: LEASE_SECONDS },
});
try {
  await prepare(system);
  await underFire(system);
  await comeToRest(system);
  const isRight = await report(system);
  process.exitCode = isRight ? 0 : 1;
} finally {
  await system.stop();
}

async function prepare(system: System): Promise<void> {
  const { devStore, install, advanceTo, settled } = system;
  await install();
  await advanceTo(new Date(devStore.store.clock.now().getTime() + 60_000));
  await settled();
  await switchRecoveryOn(devStore);
  await publishFlow(system);
  devStore.setLive(true);
  devStore.webhooks.setFaults(FAULTS);
  // When the kills begin, runs are on their way already.
  await advanceTo(new Date(devStore.store.clock.now().getTime() + STEP_MS));
}

/** Shoppers come and go, half a day at a time, until the last kill is through. */
async function underFire(system: System): Promise<void> {
  const { clock } = system.devStore.store;
  let isOver = false;
  const counts = { web: 0, worker: 0, database: 0 };
  const killing = killAtRandom(system, {
    kills,
    seed,
    onKill: (victim, count) => {
      counts[victim] += 1;
      if (count % 10 === 0)
        console.log(`  ${count} kills: ${JSON.stringify(counts)}, it is ${clock.now().toISOString()}`);
    },
  }).finally(() => {
    isOver = true;
  });
  while (!isOver) await system.advanceTo(new Date(clock.now().getTime() + STEP_MS));
  await killing;
}

/** No more faults, no more shoppers; what Shopify tries again within four hours arrives. */
async function comeToRest({ devStore, advanceTo, settled }: System): Promise<void> {
  devStore.setLive(false);
  devStore.webhooks.setFaults(NO_FAULTS);
  await advanceTo(new Date(devStore.store.clock.now().getTime() + 12 * HOUR_MS));
  await settled();
}

async function report(system: System): Promise<boolean> {
  const findings = await lookAround(system);
  const width = Math.max(...findings.map(({ name }) => name.length)) + 2;
  console.log("");
  for (const { name, found, isRight } of findings)
    console.log(`${`${name}:`.padEnd(width)}${isRight ? "right" : "WRONG"}   ${found}`);
  console.log(`  ended by themselves and started again: ${system.app.endedByItselfCount} processes`);
  const db = await openDb(system.databaseUrl);
  const aggregates = await verifyShops(db, {
    domain: null,
    limit: 20,
    print: (line) => console.log(`  ${line}`),
  });
  await db.$disconnect();
  return findings.every(({ isRight }) => isRight) && aggregates === "equal";
}
