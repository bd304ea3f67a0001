import { setTimeout as sleep } from "node:timers/promises";

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";

import { buildRegistry } from "~/pipeline/jobs/registry.server";
import type { Runner } from "~/pipeline/jobs/runner";
import { startRunner } from "~/pipeline/jobs/runner.server";
import { inTransaction } from "~/platform/db.server";

import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";
import { defineIntent } from "./definition";
import { deliverIntent } from "./deliver.server";
import { enqueueIntent } from "./enqueue.server";
import { outboxSchedules } from "./sweep.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const UNTIL = { timeout: 20_000 };

let testDb: TestDb;
let world: World;
let runner: Runner | null;
let callCount: number;
let answer: () => void;
let settled: string[];

/** Its call takes until `answer` is called. */
const slow = defineIntent({
  kind: "test.slow",
  schema: z.object({}),
  maxAttempts: 3,
  onCrash: "uncertain",
  prepare: () => Promise.resolve({ kind: "go", command: null }),
  perform: async () => {
    callCount += 1;
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return { kind: "done", result: "a code" };
  },
  settle: (_payload, { kind }) => {
    settled.push(kind);
    return Promise.resolve();
  },
});

beforeEach(async () => {
  testDb = await createTestDb();
  world = createWorld(testDb.db, [{ name: "test", intents: [slow] }], NOW);
  runner = null;
  callCount = 0;
  answer = () => undefined;
  settled = [];
});
afterEach(async () => {
  answer();
  await runner?.stop();
  world.close();
  await testDb.close();
});

const stateOf = async () => (await testDb.db.outboxIntent.findFirstOrThrow()).state;

test("an effect whose call takes long is left to the job that makes it", async () => {
  await inTransaction(testDb.db, (tx) =>
    enqueueIntent(tx, slow, { shopId: "s1", dedupeKey: "k", payload: {}, customerId: null, now: NOW }),
  );
  const registry = buildRegistry([deliverIntent], outboxSchedules);
  runner = await startRunner(testDb.db, registry, { concurrency: 4, now: world.now });
  await vi.waitUntil(() => callCount === 1, UNTIL);
  const later = new Date(NOW.getTime() + 10 * 60_000);
  world.at(later);
  const hasSwept = async () => (await testDb.db.jobSchedule.count({ where: { lastTickAt: later } })) === 1;
  await vi.waitUntil(hasSwept, UNTIL);
  await sleep(400); // Whoever else were to care for it has had the time to.
  expect(await stateOf()).toBe("delivering");
  answer();
  await vi.waitUntil(async () => (await stateOf()) !== "delivering", UNTIL);
  expect([await stateOf(), callCount, settled]).toEqual(["done", 1, ["done"]]);
});
