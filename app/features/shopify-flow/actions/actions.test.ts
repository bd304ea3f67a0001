import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { FlowDefinitionSchema } from "~/engine/flows/definition";
import { provideDb } from "~/platform/database.server";
import type { RootDb } from "~/platform/db.server";
import { action } from "~/routes/flow.actions.$handle";

import { createAutomationWorld, givenHoldouts } from "../../../../tests/support/automation-world";
import { givenCustomer, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { flowRequest } from "../../../../tests/support/flow-request";
import { givenLiveFlow } from "../../../../tests/support/flow-world";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import type { World } from "../../../../tests/support/world";
import { shopifyFlowRegistration } from "../registration.server";

const T0 = new Date("2026-03-02T12:00:00Z");
const ADA = "s1_1";

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  provideDb(db);
  world = createAutomationWorld(db, T0, [shopifyFlowRegistration]);
  await givenShop(db);
  await givenHoldouts(db, { now: T0 });
  await givenCustomer(db, { legacyId: 1, email: "ada@example.com" });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

type Asking = { properties?: object; runId?: string; domain?: string; secret?: string; body?: unknown };

async function ask(
  handle: string,
  { properties = {}, runId = "run-1", domain = "demo-shop.myshopify.com", secret, body }: Asking = {},
): Promise<{ status: number; message: string }> {
  const asked = {
    ...{ shop_id: 1, shopify_domain: domain, action_run_id: runId, action_definition_id: handle, handle },
    ...{ step_reference: "s", properties: { customer_id: "gid://shopify/Customer/1", ...properties } },
  };
  const request = flowRequest(`/flow/actions/${handle}`, body ?? asked, secret);
  const response = await action({ request, params: { handle }, context: {} });
  const { message } = (await response.json()) as { message: string };
  return { status: response.status, message };
}
const CODE = { percent: 12.5, days: 14 };
const codes = () => db.issuedCode.findMany({ where: { shopId: SHOP_ID } });

describe("a code that a workflow asks for", () => {
  test("is made for the customer, with the share and the days that the merchant set", async () => {
    expect(await ask("issue-code", { properties: CODE })).toEqual({
      status: 200,
      message: "Incentive requested from the store.",
    });
    await world.runJobs();
    expect(await codes()).toMatchObject([
      { customerId: ADA, percentBp: 1_250, state: "issued", expiresAt: new Date("2026-03-16T23:00:00Z") },
    ]);
    const [line] = await db.decision.findMany({ where: { shopId: SHOP_ID, subjectKind: "shopify-flow" } });
    expect(line).toMatchObject({ feature: "automations", reason: "incentive-asked", customerId: ADA });
  });

  test("is one per run, however often and at once Shopify asks; another run gets another", async () => {
    const answers = await Promise.all([1, 2, 3].map(() => ask("issue-code", { properties: CODE })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await codes()).toHaveLength(1);
    await ask("issue-code", { properties: CODE, runId: "run-2" });
    expect(await codes()).toHaveLength(2);
  });

  test("is refused by the same guards as any other, in words, and the same again when asked again", async () => {
    await db.shop.updateMany({ data: { scopes: "read_orders" } });
    const refused = { status: 422, message: "No incentive: the store has not allowed it." };
    expect(await ask("issue-code", { properties: CODE })).toEqual(refused);
    await db.shop.updateMany({ data: { scopes: "write_discounts" } });
    expect(await ask("issue-code", { properties: CODE })).toEqual(refused);
    expect(await codes()).toEqual([]);
  });

  test.each([
    ["no share", { days: 14 }, "percent: "],
    ["more than everything", { percent: 101, days: 14 }, "percent: "],
    ["no days", { percent: 5 }, "days: "],
    ["half a day", { percent: 5, days: 0.5 }, "days: "],
    ["days without end", { percent: 5, days: 366 }, "days: "],
  ])("is not made with %s: the place is told", async (_with, properties, place) => {
    const answer = await ask("issue-code", { properties });
    expect(answer.status).toBe(400);
    expect(answer.message).toContain(place);
    expect(await codes()).toEqual([]);
  });
});

describe("an automation that a workflow starts", () => {
  const flow = FlowDefinitionSchema.parse({
    trigger: { key: "people.by-hand" },
    steps: [{ id: "tag01", kind: "action", action: "tags.add", settings: { tag: "Flow" } }],
  });

  test("is entered by its name, in whatever letters, once per run", async () => {
    const flowId = await givenLiveFlow(db, flow, { now: T0 });
    const { name } = await db.flow.findFirstOrThrow({ where: { shopId: SHOP_ID, id: flowId } });
    const asking = { properties: { automation: name.toUpperCase() } };
    expect(await ask("start-automation", asking)).toMatchObject({ status: 200 });
    await ask("start-automation", asking);
    await world.runJobs();
    expect(world.shopify.calls).toMatchObject([{ kind: "add-tags", tags: ["Flow"] }]);
  });

  test("that is not there is told of", async () => {
    const answer = await ask("start-automation", { properties: { automation: "Nowhere" } });
    expect(answer.status).toBe(422);
    expect(answer.message).toContain("no live flow of that name");
  });
});

describe("who is meant", () => {
  test("is found by Shopify's id in either form, also after a merge", async () => {
    await givenCustomer(db, { legacyId: 2, mergedIntoId: ADA, deletedAt: T0 });
    await ask("issue-code", { properties: { ...CODE, customer_id: 2 } });
    expect(await codes()).toMatchObject([{ customerId: ADA }]);
  });

  test.each([
    ["nobody", undefined],
    ["somebody unknown", 404],
    ["somebody of another kind", "gid://shopify/Order/1"],
    ["an injection", "1 OR 1=1"],
  ])("is %s: the step fails with the reason, and nothing is done", async (_who, customer_id) => {
    const answer = await ask("issue-code", { properties: { ...CODE, customer_id } });
    expect(answer.status).toBe(422);
    expect(answer.message).toContain("does not know this customer");
    expect(await codes()).toEqual([]);
  });
});

test.each([
  ["of somebody else's making", "issue-code", { secret: "other" }, 401],
  ["of an action there is none of", "make-coffee", {}, 404],
  ["of a name every object has", "constructor", {}, 404],
  ["of another store", "issue-code", { domain: "other.myshopify.com", properties: CODE }, 404],
  ["that is no JSON", "issue-code", { body: "{" }, 400],
  ["without a run", "issue-code", { body: { shopify_domain: "demo-shop.myshopify.com" } }, 400],
])("a call %s is refused, and leaves nothing", async (_which, handle, asking, status) => {
  expect((await ask(handle, asking)).status).toBe(status);
  expect(await db.flowActionRun.count({ where: { shopId: SHOP_ID } })).toBe(0);
});

test("a body larger than Flow sends is not read", async () => {
  const answer = await ask("issue-code", { body: { filler: "x".repeat(300_000) } });
  expect(answer.status).toBe(401);
});
