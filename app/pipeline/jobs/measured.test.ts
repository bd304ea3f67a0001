import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";

import { addedBy } from "../../../tests/support/metrics";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { type AnyJob, defineOutsideJob, RetryAt } from "./definition";
import { enqueueJob } from "./enqueue.server";
import { buildRegistry } from "./registry.server";
import { drainJobs, startRunner } from "./runner.server";
import { runDueSchedules } from "./schedules.server";

const NOW = new Date("2026-03-01T12:00:00Z");

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
});
afterEach(() => testDb.close());

function job(run: () => Promise<void>, maxAttempts = 2) {
  return defineOutsideJob({ name: "test.call", schema: z.object({}), maxAttempts, run });
}

const enqueue = (given: AnyJob) => enqueueJob(testDb.db, given, { payload: {}, shopId: "s1", now: NOW });
const drain = (now: Date, ...jobs: AnyJob[]) => drainJobs(testDb.db, buildRegistry(jobs, []), () => now);

test.each([
  ["done", 2, () => Promise.resolve()],
  ["failed", 2, () => Promise.reject(new Error("boom"))],
  ["dead", 1, () => Promise.reject(new Error("boom"))],
  ["postponed", 1, () => Promise.reject(new RetryAt(new Date("2026-03-02T12:00:00Z"), "not yet"))],
])("a run that ended %s is counted by the job's name and timed", async (outcome, maxAttempts, run) => {
  const given = job(run, maxAttempts);
  await enqueue(given);
  const added = await addedBy("perennial_job_", () => drain(NOW, given));
  expect(added).toEqual({
    [`perennial_job_finished_total{job="test.call",outcome="${outcome}"}`]: 1,
    'perennial_job_run_seconds_total{job="test.call"}': expect.any(Number) as number,
  });
});

test("a schedule is counted, also when it fails", async () => {
  const schedules = [
    { name: "test.sweep-good", everyMs: 1_000, run: () => Promise.resolve() },
    { name: "test.sweep-bad", everyMs: 1_000, run: () => Promise.reject(new Error("bad sweep")) },
  ];
  const added = await addedBy("perennial_schedule_", async () => {
    await expect(runDueSchedules(testDb.db, buildRegistry([], schedules), NOW)).rejects.toThrow("bad sweep");
  });
  expect(added).toEqual({
    'perennial_schedule_ticked_total{schedule="test.sweep-good",outcome="done"}': 1,
    'perennial_schedule_ticked_total{schedule="test.sweep-bad",outcome="failed"}': 1,
  });
});

test("the runner goes on looking, and on with its schedules, while all its places are taken by long work", async () => {
  let release: () => void = () => undefined;
  const isLong = new Promise<void>((resolve) => (release = resolve));
  const long = job(() => isLong);
  let ticks = 0;
  const schedule = { name: "test.sweep-often", everyMs: 1, run: () => Promise.resolve(void (ticks += 1)) };
  let looks = 0;
  await enqueue(long);
  let now = NOW.getTime();
  const runner = await startRunner(testDb.db, buildRegistry([long], [schedule]), {
    concurrency: 1,
    now: () => new Date((now += 10)),
    onLook: () => (looks += 1),
  });
  try {
    await expect.poll(() => testDb.db.job.count({ where: { state: "queued" } })).toBe(0);
    const [ticksBefore, looksBefore] = [ticks, looks];
    await expect.poll(() => looks - looksBefore, { timeout: 10_000 }).toBeGreaterThan(2);
    await expect.poll(() => ticks - ticksBefore, { timeout: 10_000 }).toBeGreaterThan(1);
  } finally {
    release();
    await runner.stop();
  }
});
