import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { shopifyFlowRegistration } from "~/features/shopify-flow/registration.server";
import { tasksRegistration } from "~/features/tasks/registration.server";
import { provideDb } from "~/platform/database.server";
import type { RootDb } from "~/platform/db.server";
import { action } from "~/routes/flow.actions.$handle";

import { createAutomationWorld } from "../support/automation-world";
import { givenCustomer, givenShop, SHOP_ID } from "../support/factories";
import { flowRequest } from "../support/flow-request";
import { createTestDb, type TestDb } from "../support/test-db";
import type { World } from "../support/world";

const T0 = new Date("2026-03-02T12:00:00Z");
const ADA = "s1_1";

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  provideDb(db);
  world = createAutomationWorld(db, T0, [shopifyFlowRegistration, tasksRegistration]);
  await givenShop(db);
  await givenCustomer(db, { legacyId: 1 });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

async function ask(handle: string, { properties }: { properties: object }) {
  const asked = {
    ...{ shopify_domain: "demo-shop.myshopify.com", action_run_id: "run-1" },
    properties: { customer_id: "gid://shopify/Customer/1", ...properties },
  };
  const request = flowRequest(`/flow/actions/${handle}`, asked);
  const response = await action({ request, params: { handle }, context: {} });
  const { message } = (await response.json()) as { message: string };
  return { status: response.status, message };
}

describe("what a workflow has the staff do or know", () => {
  test("is a task of the customer, due in so many days, once per run", async () => {
    const asking = { properties: { title: "Call Ada", days: 3 } };
    const answers = await Promise.all([1, 2].map(() => ask("create-task", asking)));
    const message = "A task was made for the staff, due in 3 days.";
    expect(answers).toEqual([1, 2].map(() => ({ status: 200, message })));
    expect(await db.task.findMany({ where: { shopId: SHOP_ID } })).toMatchObject([
      { customerId: ADA, title: "Call Ada", dueOn: "2026-03-05", origin: "shopify-flow" },
    ]);
  });

  test("is a note of the customer, once per run", async () => {
    const asking = { properties: { note: "Bought\ntwice" } };
    const told = { status: 200, message: "A note was added to the customer." };
    expect([await ask("add-note", asking), await ask("add-note", asking)]).toEqual([told, told]);
    expect(await db.customerNote.findMany({ where: { shopId: SHOP_ID } })).toMatchObject([
      { customerId: ADA, body: "Bought\ntwice", origin: "shopify-flow", authorId: null },
    ]);
  });

  test.each([
    ["create-task", { days: 1 }, "title: "],
    ["create-task", { title: "x".repeat(201), days: 1 }, "title: "],
    ["create-task", { title: "Call", days: -1 }, "days: "],
    ["create-task", { title: "Call", days: 366 }, "days: "],
    ["add-note", {}, "note: "],
    ["add-note", { note: " " }, "note: "],
  ])("is not made by %s of %j: the place is told", async (handle, properties, place) => {
    const answer = await ask(handle, { properties });
    expect([answer.status, answer.message.startsWith(place)]).toEqual([400, true]);
  });
});
