import { afterEach, beforeEach, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";

import { givenCustomer, givenOrder, givenShop } from "../../../../tests/support/factories";
import {
  createFlowWorld,
  definitionOf,
  givenLiveFlow,
  happening,
  note,
  publish,
} from "../../../../tests/support/flow-world";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import type { World } from "../../../../tests/support/world";
import { findLateExits } from "./last-look.server";

const T0 = new Date("2026-03-02T12:00:00Z");
const LATER = new Date("2026-03-02T12:30:00Z");

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createFlowWorld(db, T0);
  await givenShop(db);
  await givenCustomer(db, { legacyId: 1 });
  const condition = { kind: "fact", fact: "orders.count", operator: "at-least", operand: 1 };
  const exits = [
    { id: "many", when: { kind: "condition", condition } },
    { id: "gone", when: { kind: "event", events: ["order.cancelled"] } },
  ];
  await givenLiveFlow(db, definitionOf({ exits, steps: [note("mail1")] }), { now: T0 });
  await publish(db, [happening("order.paid", { customerId: "s1_1", subjectId: "o1", at: T0 })], { now: T0 });
  await world.runJobs();
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const look = async () => {
  const run = await db.flowRun.findFirst({ where: { shopId: "s1" } });
  const runId = run?.id ?? "none";
  const exit = (await findLateExits(db, { shopId: "s1", runIds: [runId], now: LATER })).get(runId);
  return exit ? (exit.kind === "over" ? exit.reason : exit.kind) : null;
};

test("a run that came to its end vouches for what it asked for", async () => expect(await look()).toBeNull());

test("a condition that holds by now speaks against it", async () => {
  await givenOrder(db, { customerId: "s1_1", placedAt: LATER });
  expect(await look()).toBe("exit-condition");
});

test("an event since the entry speaks against it", async () => {
  world.at(LATER);
  await publish(db, [happening("order.cancelled", { customerId: "s1_1", subjectId: "o1", at: LATER })], {
    now: LATER,
  });
  expect(await look()).toBe("exit-event");
});

test.each([
  ["cancelled", "flow-stopped"],
  ["exited", "exit-condition"],
  ["stopped", "run-stopped"],
])("a run that was %s does not vouch: %s", async (state, reason) => {
  await db.flowRun.updateMany({ where: { shopId: "s1" }, data: { state } });
  expect(await look()).toBe(reason);
});

test.each([
  ["paused", "active", null, "paused"],
  ["paused", "done", T0, "paused"],
  ["stopped", "waiting", null, "flow-stopped"],
  ["stopped", "done", T0, null],
  ["draining", "waiting", null, null],
])("a flow that is %s, of a run that is %s", async (flow, state, endedAt, expected) => {
  await db.flow.updateMany({ where: { shopId: "s1" }, data: { state: flow } });
  await db.flowRun.updateMany({ where: { shopId: "s1" }, data: { state, endedAt } });
  expect(await look()).toBe(expected);
});

test("a run of somebody who was erased does not either", async () => {
  await db.flowRun.deleteMany({ where: { shopId: "s1" } });
  expect(await look()).toBe("run-erased");
});
