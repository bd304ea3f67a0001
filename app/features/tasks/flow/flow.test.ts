import { afterEach, beforeEach, expect, test } from "vitest";

import type { ActingRun, AnyAction } from "~/engine/flows/contribution";
import { FlowDefinitionSchema } from "~/engine/flows/definition";
import { enterByHand } from "~/engine/flows/service.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { createAutomationWorld, givenHoldouts } from "../../../../tests/support/automation-world";
import { givenCustomer, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { givenLiveFlow } from "../../../../tests/support/flow-world";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import type { World } from "../../../../tests/support/world";
import { tasksRegistration } from "../registration.server";
import { createTask } from "./create-action.server";
import { addNote } from "./note-action.server";

/** Warsaw is at 00:30 of 3 March. */
const T0 = new Date("2026-03-02T23:30:00Z");
const ADA = `${SHOP_ID}_1`;

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createAutomationWorld(db, T0, [tasksRegistration]);
  await givenShop(db);
  await givenHoldouts(db, { now: T0 });
  await givenCustomer(db, { legacyId: 1 });
  await givenCustomer(db, { legacyId: 2, deletedAt: T0 });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const runOf = (customerId: string, key: string): ActingRun => ({
  ...{ customerId, subjectKind: null, subjectId: null, entryKey: "k", enteredAt: T0, context: {} },
  ...{ runId: key, flowId: "f1", version: 1, stepId: "s1", effectKey: `flow:${key}:s1` },
});
const act = (action: AnyAction, given: object, runs: readonly ActingRun[]) =>
  inTransaction(
    db,
    (tx) => {
      const settings: unknown = action.schema.parse(given);
      return action.perform(tx, { shopId: SHOP_ID, settings, runs, now: T0 });
    },
    { shopId: SHOP_ID },
  );
const tasks = () => db.task.findMany({ where: { shopId: SHOP_ID }, orderBy: { originKey: "asc" } });
const notes = () => db.customerNote.findMany({ where: { shopId: SHOP_ID } });

test("a task counts its days from the shop's today, is made once per run and step, and not for who is gone", async () => {
  const runs = [runOf(ADA, "r1"), runOf(`${SHOP_ID}_2`, "r2"), runOf("s1_404", "r3")];
  const settings = { title: "Call them", dueInDays: 2, owner: "Olga" };
  const results = await act(createTask, settings, runs);
  expect(results).toMatchObject([
    { kind: "done", reason: "task-made-due", params: { count: 2 } },
    { kind: "skipped", reason: "customer-gone" },
    { kind: "skipped", reason: "customer-gone" },
  ]);
  expect(await act(createTask, settings, runs)).toEqual(results);
  expect(await tasks()).toMatchObject([
    {
      customerId: ADA,
      title: "Call them",
      dueOn: "2026-03-05",
      owner: "Olga",
      origin: "flow",
      createdBy: null,
    },
  ]);
  const imagined = await createTask.simulate(db, {
    ...{ shopId: SHOP_ID, settings: createTask.schema.parse(settings), runs: runs.slice(0, 1), now: T0 },
  });
  expect(imagined.map(({ result }) => result)).toEqual(results.slice(0, 1));
});

test.each([
  [null, null, "task-made"],
  [0, "2026-03-03", "task-made-today"],
  [1, "2026-03-04", "task-made-due"],
])("due in %s days is due on %s: %s", async (dueInDays, dueOn, reason) => {
  expect(await act(createTask, { title: "x", dueInDays }, [runOf(ADA, "r1")])).toMatchObject([{ reason }]);
  expect(await tasks()).toMatchObject([{ dueOn, owner: null }]);
});

test("a note is nobody's, and there once per run and step", async () => {
  const runs = [runOf(ADA, "r1"), runOf("s1_404", "r2")];
  const results = await act(addNote, { body: "Came back" }, runs);
  expect(results).toMatchObject([{ reason: "note-added" }, { kind: "skipped", reason: "customer-gone" }]);
  expect(await act(addNote, { body: "Came back" }, runs)).toEqual(results);
  expect(await notes()).toMatchObject([
    { customerId: ADA, body: "Came back", origin: "flow", authorId: null },
  ]);
});

test("a step that does not say what is to be done or noted keeps its flow from being published", async () => {
  const steps = [
    { id: "task01", kind: "action", action: "tasks.create", settings: {} },
    { id: "note01", kind: "action", action: "tasks.note", settings: { body: "  " } },
  ];
  const definition = FlowDefinitionSchema.parse({ trigger: { key: "people.by-hand" }, steps });
  await expect(givenLiveFlow(db, definition, { now: T0 })).rejects.toThrow(
    /task01.settings.title.*title-missing.*note01.settings.body.*body-missing/,
  );
});

test("a flow gives the staff a task and a note, and the log says so without their words", async () => {
  const steps = [
    { id: "task01", kind: "action", action: "tasks.create", settings: { title: "Call them" } },
    { id: "note01", kind: "action", action: "tasks.note", settings: { body: "Came back" } },
  ];
  const definition = FlowDefinitionSchema.parse({ trigger: { key: "people.by-hand" }, steps });
  const flowId = await givenLiveFlow(db, definition, { now: T0 });
  await enterByHand(db, { shopId: SHOP_ID, flowId, customerIds: [ADA], occasion: "today", now: T0 });
  await world.runJobs();
  await world.runJobs();
  expect(await tasks()).toMatchObject([{ customerId: ADA, dueOn: "2026-03-04" }]);
  expect(await notes()).toHaveLength(1);
  const lines = await db.decision.findMany({ where: { shopId: SHOP_ID, feature: "tasks" } });
  expect(lines.map(({ reason }) => reason).sort()).toEqual(["note-added", "task-made-due"]);
  expect(JSON.stringify(lines)).not.toMatch(/Call them|Came back/);
});
