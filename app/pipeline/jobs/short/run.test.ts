import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";

import { inTransaction, openDb, type RootDb } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { countOpenJobs } from "../../../../tests/support/queue";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { defineJob } from "../definition";
import { enqueueJobs } from "../enqueue.server";
import { buildRegistry } from "../registry.server";
import { drainJobs, startRunner } from "../runner.server";
import { runTogether, shortJobsOf } from "./run.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const PayloadSchema = z.object({ n: z.number().int() });

let testDb: TestDb;
let db: RootDb;
let other: RootDb;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  other = await openDb(testDb.url);
});
afterEach(async () => {
  await other.$disconnect();
  await testDb.close();
});

const UNLUCKY = -13;

/** Writes a row per run, and fails for the unlucky number after that. */
const write = defineJob({
  name: "test.write",
  schema: PayloadSchema,
  maxAttempts: 3,
  isShort: true,
  async run({ n }, { tx }) {
    await tx.$executeRaw`
      INSERT INTO "TokenRefreshLock" ("shop", "holder", "leasedUntil") VALUES (${newId()}, ${String(n)}, ${NOW})`;
    if (n === UNLUCKY) throw new Error("unlucky");
  },
});
const registry = buildRegistry([write], []);
const short = shortJobsOf(registry);
const drain = () => drainJobs(db, registry, () => NOW);

async function enqueue(numbers: readonly unknown[], { shopId = "s1", runAt = NOW } = {}) {
  const entries = numbers.map((n) => ({ payload: { n: n as number }, shopId, now: NOW, runAt }));
  await inTransaction(db, (tx) => enqueueJobs(tx, write, entries));
}

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

async function writtenNumbers(): Promise<number[]> {
  const rows = await db.tokenRefreshLock.findMany();
  return rows.map((row) => Number(row.holder)).sort((a, b) => a - b);
}

test("what is due of a shop is done in one go, 250 at most; of other shops and of later times nothing", async () => {
  await enqueue(upTo(251));
  await enqueue([900], { shopId: "s2", runAt: new Date(NOW.getTime() + 1) });
  expect(await runTogether(db, short, NOW)).toBe(250);
  expect(await runTogether(db, short, NOW)).toBe(1);
  expect(await runTogether(db, short, NOW)).toBe(0);
  expect(await writtenNumbers()).toEqual(upTo(251));
  expect(await countOpenJobs(db)).toBe(1);
  expect(await runTogether(db, short, new Date(NOW.getTime() + 1))).toBe(1);
  expect(await writtenNumbers()).toEqual([...upTo(251), 900]);
});

test("one that fails undoes the group; then each is run by itself, and only that one is left", async () => {
  await enqueue([...upTo(10), UNLUCKY, 10]);
  expect(await runTogether(db, short, NOW)).toBe(12);
  expect(await writtenNumbers()).toEqual([]);
  await drain();
  expect(await writtenNumbers()).toEqual(upTo(11));
  const left = await db.job.findMany();
  expect(left.map(({ payloadJson, state, attempt }) => ({ payloadJson, state, attempt }))).toEqual([
    { payloadJson: '{"n":-13}', state: "queued", attempt: 2 },
  ]);
});

test("one that nobody understands is dead, and holds up no other", async () => {
  await enqueue([1, "two", 3]);
  await drain();
  expect(await writtenNumbers()).toEqual([1, 3]);
  expect((await db.job.findMany()).map(({ state }) => state)).toEqual(["dead"]);
});

test("two workers at once run each of 600 jobs of two shops exactly once", async () => {
  await enqueue(upTo(300));
  await enqueue(upTo(600).slice(300), { shopId: "s2" });
  const options = { concurrency: 4, now: () => new Date() };
  const runners = [await startRunner(db, registry, options), await startRunner(other, registry, options)];
  await vi.waitUntil(async () => (await countOpenJobs(db)) === 0, { timeout: 25_000, interval: 20 });
  await Promise.all(runners.map((runner) => runner.stop()));
  expect(await writtenNumbers()).toEqual(upTo(600));
});
