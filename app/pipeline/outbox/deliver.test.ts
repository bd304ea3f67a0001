import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";

import { buildRegistry } from "~/pipeline/jobs/registry.server";
import type { Runner } from "~/pipeline/jobs/runner";
import { startRunner } from "~/pipeline/jobs/runner.server";
import { inTransaction, openDb, type RootDb } from "~/platform/db.server";

import { addedBy } from "../../../tests/support/metrics";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";
import { type AttemptOutcome, defineIntent, type IntentDefinition } from "./definition";
import { deliverIntent } from "./deliver.server";
import { enqueueIntent } from "./enqueue.server";
import { hastenIntents } from "./hasten.server";
import type { Final } from "./outcome";
import { registerOutbox } from "./registry.server";
import { retryIntent } from "./service.server";
import { outboxSchedules } from "./sweep.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const plus = (ms: number) => new Date(NOW.getTime() + ms);

type Call = { text: string; at: string };

let testDb: TestDb;
let world: World;
/** What reached the outside, and what it answers: the first of these, else "done". */
let calls: Call[];
let answers: (AttemptOutcome<string> | Error)[];
let settled: Final[];
let verdict: "go" | "cancel" | "postpone";
/** Attempts that were given back. */
let releasedCount: number;

function intent(
  onCrash: "repeat" | "uncertain",
  kind = `test.${onCrash}`,
): IntentDefinition<{ text: string }, string, string> {
  return defineIntent({
    kind,
    schema: z.object({ text: z.string() }),
    maxAttempts: 3,
    onCrash,
    prepare: async ({ text }, { tx, shopId, now }) => {
      if (verdict === "go") return { kind: "go", command: text };
      if (verdict === "cancel") return { kind: "cancel", reason: "bought" };
      const noted = { addressHash: "postponed", topic: "all", reason: "postponed", createdAt: now };
      await tx.suppression.upsert({
        where: {
          shopId_addressHash_topic_reason: {
            shopId,
            addressHash: "postponed",
            topic: "all",
            reason: "postponed",
          },
        },
        create: { shopId, ...noted },
        update: { shopId },
      });
      return { kind: "postpone", until: new Date(now.getTime() + 86_400_000), reason: "quiet-hours" };
    },
    release: () => {
      releasedCount += 1;
      return Promise.resolve();
    },
    perform: (text, _ports, { now }) => {
      calls.push({ text, at: now.toISOString() });
      const answer = answers.shift() ?? { kind: "done", result: `said ${text}` };
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    settle: async (_payload, outcome, { tx, shopId, now }) => {
      settled.push(outcome);
      await tx.suppression.create({
        data: {
          shopId,
          addressHash: `settled-${settled.length}`,
          topic: "all",
          reason: outcome.kind,
          createdAt: now,
        },
      });
    },
  });
}

const repeat = intent("repeat");
const uncertain = intent("uncertain");

beforeEach(async () => {
  testDb = await createTestDb();
  calls = [];
  answers = [];
  settled = [];
  verdict = "go";
  releasedCount = 0;
  world = createWorld(
    testDb.db,
    [{ name: "test", intents: [repeat, uncertain], schedules: outboxSchedules }],
    NOW,
  );
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

function enqueue(definition = repeat, { dedupeKey = "k", shopId = "s1", db = testDb.db } = {}) {
  return inTransaction(db, (tx) =>
    enqueueIntent(tx, definition, {
      shopId,
      dedupeKey,
      payload: { text: "hi" },
      customerId: null,
      now: world.now(),
    }),
  );
}

const only = () => testDb.db.outboxIntent.findFirstOrThrow();
const runAt = async (at: Date) => {
  world.at(at);
  await world.runJobs();
};

describe("recording an effect", () => {
  test("twice with one key makes one intent and one job", async () => {
    const first = await enqueue();
    expect(first.kind).toBe("created");
    expect(await enqueue()).toEqual({ kind: "duplicate", intentId: first.intentId });
    await world.runJobs();
    expect(await enqueue()).toEqual({ kind: "duplicate", intentId: first.intentId });
    await world.runJobs();
    expect(calls).toHaveLength(1);
  });

  test("is measured by its kind and what became of each attempt", async () => {
    answers = [{ kind: "retry", error: "busy" }];
    const added = await addedBy("perennial_intent_", async () => {
      await enqueue();
      await world.runJobs();
      await runAt(plus(3_600_000));
      verdict = "cancel";
      await enqueue(uncertain, { dedupeKey: "another" });
      await world.runJobs();
    });
    expect(added).toEqual({
      'perennial_intent_settled_total{kind="test.repeat",outcome="postponed"}': 1,
      'perennial_intent_settled_total{kind="test.repeat",outcome="done"}': 1,
      'perennial_intent_settled_total{kind="test.uncertain",outcome="cancelled"}': 1,
    });
  });

  test("keeps the keys of shops apart", async () => {
    await enqueue();
    expect((await enqueue(repeat, { shopId: "s2" })).kind).toBe("created");
    await world.runJobs();
    expect(calls).toHaveLength(2);
  });

  test("in a transaction that rolls back leads to nothing", async () => {
    const work = inTransaction(testDb.db, async (tx) => {
      await enqueueIntent(tx, repeat, {
        shopId: "s1",
        dedupeKey: "k",
        payload: { text: "hi" },
        customerId: null,
        now: NOW,
      });
      throw new RangeError("no");
    });
    await expect(work).rejects.toThrow("no");
    await world.runJobs();
    expect([await testDb.db.outboxIntent.count(), calls]).toEqual([0, []]);
  });

  test("from two processes at once makes one", async () => {
    const other = await openDb(testDb.url);
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, index) => enqueue(repeat, { db: index % 2 ? other : testDb.db })),
    );
    await other.$disconnect();
    expect(made.filter(({ kind }) => kind === "created")).toHaveLength(1);
    expect(await testDb.db.job.count()).toBe(1);
  });
});

describe("delivering", () => {
  test("performs it, keeps the result and tells the feature once", async () => {
    await enqueue();
    await world.runJobs();
    await runAt(plus(3_600_000));
    expect(await only()).toMatchObject({
      state: "done",
      attempt: 1,
      resultJson: '"said hi"',
      lastError: null,
    });
    expect([calls.length, settled]).toEqual([1, [{ kind: "done", result: "said hi" }]]);
    expect(await testDb.db.job.count()).toBe(0);
  });

  test("asks at the last moment, and a no is kept with its reason", async () => {
    await enqueue();
    verdict = "cancel";
    await world.runJobs();
    expect(await only()).toMatchObject({ state: "cancelled", lastError: "bought", attempt: 0 });
    expect([calls, settled]).toEqual([[], [{ kind: "cancelled", reason: "bought" }]]);
  });

  test("a call that surely failed is made again at its time, not before", async () => {
    answers = [{ kind: "retry", error: "busy" }];
    await enqueue();
    await world.runJobs();
    expect(await only()).toMatchObject({ state: "pending", attempt: 1, lastError: "busy" });
    await runAt(plus(4_999));
    expect(calls).toHaveLength(1);
    await runAt(plus(6_000));
    expect(calls).toHaveLength(2);
    expect(await only()).toMatchObject({ state: "done", attempt: 2, lastError: null });
    expect(settled).toHaveLength(1);
  });

  test("the time the other side gave is kept, also when the job is woken earlier", async () => {
    answers = [{ kind: "retry", error: "throttled", notBefore: plus(60_000) }];
    await enqueue();
    await world.runJobs();
    expect((await only()).nextAttemptAt).toEqual(plus(60_000));
    await testDb.db.job.updateMany({ data: { runAt: NOW } });
    await runAt(plus(59_999));
    expect(calls).toHaveLength(1);
    await runAt(plus(61_000));
    expect(calls).toHaveLength(2);
  });

  test("after its last try it is dead, and the feature hears of it once", async () => {
    answers = Array.from({ length: 9 }, () => ({ kind: "retry" as const, error: "busy" }));
    await enqueue();
    for (let minute = 0; minute < 8; minute += 1) await runAt(plus(minute * 60_000));
    expect(await only()).toMatchObject({ state: "dead", attempt: 3, lastError: "busy" });
    expect([calls.length, settled]).toEqual([3, [{ kind: "dead", error: "busy" }]]);
  });

  test("an outage of more than two days ends no effect, and it is performed once when it is over", async () => {
    answers = Array.from({ length: 60 }, () => ({ kind: "unavailable" as const, error: "down" }));
    await enqueue();
    for (let hour = 0; hour < 60; hour += 1) await runAt(plus(hour * 3_600_000));
    expect(await only()).toMatchObject({ state: "pending", attempt: 0, lastError: "down" });
    expect(settled).toEqual([]);
    answers = [];
    await runAt(plus(62 * 3_600_000));
    expect(await only()).toMatchObject({ state: "done", attempt: 1, lastError: null });
    expect(settled).toHaveLength(1);
  });

  test("what is rejected is dead at once", async () => {
    answers = [{ kind: "rejected", error: "userErrors" }];
    await enqueue();
    await runAt(plus(0));
    await runAt(plus(3_600_000));
    expect(await only()).toMatchObject({ state: "dead", attempt: 1, lastError: "userErrors" });
    expect(calls).toHaveLength(1);
  });

  test("what may have been done is never repeated by itself", async () => {
    answers = [{ kind: "uncertain", error: "the line broke" }];
    await enqueue(uncertain);
    for (const hour of [0, 1, 24]) await runAt(plus(hour * 3_600_000));
    expect(await only()).toMatchObject({ state: "uncertain", lastError: "the line broke" });
    expect([calls.length, settled]).toEqual([1, [{ kind: "uncertain", error: "the line broke" }]]);
  });

  test("an error of ours around the call is another try where a repeat is harmless, else uncertain", async () => {
    answers = [new RangeError("bug"), new RangeError("bug")];
    await enqueue(repeat, { dedupeKey: "a" });
    await enqueue(uncertain, { dedupeKey: "b" });
    await world.runJobs();
    await runAt(plus(6_000));
    const intents = await testDb.db.outboxIntent.findMany({ orderBy: { dedupeKey: "asc" } });
    expect(intents.map(({ state, attempt, lastError }) => [state, attempt, lastError])).toEqual([
      ["done", 2, null],
      ["uncertain", 1, "RangeError: bug"],
    ]);
  });

  test("nothing is left of a feature's reaction that fails, and it is asked again", async () => {
    const failing = {
      ...repeat,
      settle: vi.fn().mockRejectedValueOnce(new RangeError("boom")).mockResolvedValue(undefined),
    };
    registerOutbox([failing], {
      email: world.email,
      sms: world.sms,
      webhook: world.webhook,
      shopify: () => Promise.resolve(world.shopify),
    });
    await enqueue();
    await world.runJobs();
    expect((await only()).state).toBe("delivering");
    await runAt(plus(6_000));
    expect((await only()).state).toBe("done");
    expect(failing.settle).toHaveBeenCalledTimes(2);
  });

  test.each([
    ["of an unknown kind", { kind: "test.forgotten" }, 'no intent is of kind "test.forgotten"'],
    ["with a payload that does not fit", { payloadJson: "{}" }, "payload.text: Required"],
  ])("one %s is dead, with why", async (_title, change, lastError) => {
    await enqueue();
    await testDb.db.outboxIntent.updateMany({ data: change });
    await world.runJobs();
    expect(await only()).toMatchObject({ state: "dead", lastError });
    expect([calls, await testDb.db.job.count()]).toEqual([[], 0]);
  });

  test("one that was erased meanwhile is nothing to do", async () => {
    await enqueue();
    await testDb.db.outboxIntent.deleteMany();
    await world.runJobs();
    expect([calls, await testDb.db.job.count()]).toEqual([[], 0]);
  });
});

describe("after a crash around the call", () => {
  async function givenCrash(definition: typeof repeat, attempt = 1) {
    await enqueue(definition);
    await testDb.db.outboxIntent.updateMany({ data: { state: "delivering", attempt } });
  }

  test("an effect with a natural key is performed again", async () => {
    await givenCrash(repeat);
    await world.runJobs();
    expect(await only()).toMatchObject({ state: "done", attempt: 2 });
    expect([calls.length, settled.length]).toEqual([1, 1]);
  });

  test("but not more often than it may be tried: then a person decides", async () => {
    await givenCrash(repeat, 3);
    await world.runJobs();
    expect((await only()).state).toBe("uncertain");
    expect([calls.length, settled.map(({ kind }) => kind)]).toEqual([0, ["uncertain"]]);
  });

  test("an effect without one is uncertain and is not performed again", async () => {
    await givenCrash(uncertain);
    await world.runJobs();
    await runAt(plus(3_600_000));
    expect(await only()).toMatchObject({ state: "uncertain", attempt: 1 });
    expect([calls, settled]).toEqual([
      [],
      [{ kind: "uncertain", error: "the worker stopped while handing it over; it may have been done" }],
    ]);
  });

  test("a last-minute no still counts", async () => {
    verdict = "cancel";
    await givenCrash(repeat);
    await world.runJobs();
    expect((await only()).state).toBe("cancelled");
  });
});

describe("a person who tries it again", () => {
  test.each(["dead", "uncertain"])("opens a %s effect with all its tries", async (state) => {
    const { intentId } = await enqueue();
    await testDb.db.job.deleteMany();
    await testDb.db.outboxIntent.updateMany({ data: { state, attempt: 3, settledAt: NOW } });
    expect(await retryIntent(testDb.db, { shopId: "s1", intentId, now: NOW })).toEqual({
      outcome: "retried",
    });
    await world.runJobs();
    expect(await only()).toMatchObject({ state: "done", attempt: 1 });
  });

  test("cannot open one that is over, is under way, or is another shop's", async () => {
    const { intentId } = await enqueue();
    expect(await retryIntent(testDb.db, { shopId: "s1", intentId, now: NOW })).toEqual({
      outcome: "not-found",
    });
    await world.runJobs();
    expect(await retryIntent(testDb.db, { shopId: "s1", intentId, now: NOW })).toEqual({
      outcome: "not-found",
    });
    await testDb.db.outboxIntent.updateMany({ data: { state: "dead" } });
    expect(await retryIntent(testDb.db, { shopId: "s2", intentId, now: NOW })).toEqual({
      outcome: "not-found",
    });
  });

  test("gets it even when the job that carried it is a dead letter", async () => {
    const { intentId } = await enqueue();
    await testDb.db.job.updateMany({ data: { state: "dead" } });
    await testDb.db.outboxIntent.updateMany({ data: { state: "dead" } });
    await retryIntent(testDb.db, { shopId: "s1", intentId, now: NOW });
    await world.runJobs();
    expect((await only()).state).toBe("done");
  });
});

describe("the sweep", () => {
  test.each(["pending", "delivering"])("finds a %s effect whose job was lost", async (state) => {
    await enqueue();
    await testDb.db.job.deleteMany();
    await testDb.db.outboxIntent.updateMany({ data: { state } });
    await runAt(plus(60_000));
    expect((await only()).state).toBe(state);
    await runAt(plus(10 * 60_000));
    expect((await only()).state).toBe("done");
  });

  test("gives one whose job died another", async () => {
    await enqueue();
    await testDb.db.job.updateMany({ data: { state: "dead", attempt: 20 } });
    await runAt(plus(10 * 60_000));
    expect((await only()).state).toBe("done");
  });

  test("leaves alone what a job cares for and what is over", async () => {
    answers = [{ kind: "retry", error: "busy", notBefore: plus(86_400_000) }];
    await enqueue();
    await world.runJobs();
    const before = await testDb.db.job.findMany();
    await runAt(plus(10 * 60_000));
    expect(await testDb.db.job.findMany()).toEqual(before);
  });
});

describe("two workers", () => {
  let other: RootDb;
  let runners: Runner[];
  beforeEach(async () => {
    other = await openDb(testDb.url);
    const registry = buildRegistry([deliverIntent], []);
    runners = await Promise.all(
      [testDb.db, other].map((db) => startRunner(db, registry, { concurrency: 4, now: world.now })),
    );
  });
  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
    await other.$disconnect();
  });

  test("perform each of many effects once", async () => {
    for (let index = 0; index < 40; index += 1)
      await enqueue(index % 2 ? repeat : uncertain, { dedupeKey: `k${index}` });
    await vi.waitUntil(
      async () => (await testDb.db.outboxIntent.count({ where: { state: "done" } })) === 40,
      {
        timeout: 20_000,
      },
    );
    expect([calls.length, settled.length]).toEqual([40, 40]);
    expect(await testDb.db.suppression.count()).toBe(40);
  });
});

describe("an effect whose time has not come", () => {
  test("waits without a try, without a lease, and with its reason; what was written about it stays", async () => {
    verdict = "postpone";
    await enqueue();
    await world.runJobs();
    expect(calls).toEqual([]);
    expect(await only()).toMatchObject({
      state: "pending",
      attempt: 0,
      firstTriedAt: null,
      nextAttemptAt: plus(86_400_000),
      lastError: "quiet-hours",
    });
    expect(await testDb.db.job.findMany({ where: { shopId: "s1" } })).toMatchObject([
      { state: "queued", runAt: plus(86_400_000), attempt: 0, leaseToken: null },
    ]);
    expect(await testDb.db.suppression.count({ where: { shopId: "s1", reason: "postponed" } })).toBe(1);
  });

  test("is asked anew when it has come, as often as it takes", async () => {
    verdict = "postpone";
    await enqueue();
    for (let day = 0; day < 30; day += 1) await runAt(plus(day * 86_400_000));
    verdict = "go";
    await runAt(plus(30 * 86_400_000));
    expect(calls).toHaveLength(1);
    expect(await only()).toMatchObject({ state: "done", attempt: 1 });
  });

  test("has all the patience of a new one afterwards", async () => {
    verdict = "postpone";
    await enqueue();
    await runAt(plus(10 * 86_400_000));
    verdict = "go";
    answers = [{ kind: "unavailable", error: "away" }];
    await runAt(plus(11 * 86_400_000));
    await runAt(plus(11 * 86_400_000 + 3_600_000));
    expect(await only()).toMatchObject({ state: "done" });
    expect(releasedCount).toBe(1);
  });

  test("may be made to be asked at once; what is over is left alone", async () => {
    verdict = "postpone";
    await enqueue();
    await world.runJobs();
    verdict = "go";
    const hasten = () =>
      inTransaction(
        testDb.db,
        (tx) => hastenIntents(tx, { shopId: "s1", dedupeKeys: ["k"], now: world.now() }),
        {
          shopId: "s1",
        },
      );
    await hasten();
    await world.runJobs();
    await hasten();
    await world.runJobs();
    expect(calls).toHaveLength(1);
  });

  test("among ten thousand that wait for later, what is due is found at once", async () => {
    const waiting = Array.from({ length: 10_000 }, (_, index) => ({
      id: `waiting-${index}`,
      shopId: "s1",
      name: deliverIntent.name,
      payloadJson: "{}",
      priority: 50,
      runAt: plus(86_400_000 + index),
      maxAttempts: 20,
      createdAt: NOW,
      updatedAt: NOW,
    }));
    await testDb.db.job.createMany({ data: waiting });
    await enqueue();
    await world.runJobs();
    expect(calls).toHaveLength(1);
    expect(await testDb.db.job.count({ where: { shopId: "s1", attempt: 0, leaseToken: null } })).toBe(10_000);
  });
});
