import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { examineFlow } from "~/engine/flows/problems.server";
import { lifecycleRecipes } from "~/features/lifecycle/flow/recipes";
import { lifecycleRegistration } from "~/features/lifecycle/registration.server";
import { shopifyFlowRegistration } from "~/features/shopify-flow/registration.server";
import { answerManual } from "~/features/vip/manual/service.server";
import { vipRegistration } from "~/features/vip/registration.server";
import { VIP_SETTINGS_KEY, VipSettingsSchema } from "~/features/vip/schema";
import { provideDb } from "~/platform/database.server";
import type { RootDb } from "~/platform/db.server";
import { action } from "~/routes/flow.actions.$handle";
import { writeSetting } from "~/shops/settings.server";

import { createAutomationWorld, givenHoldouts } from "../support/automation-world";
import { givenCustomer, givenShop, SHOP_ID } from "../support/factories";
import { flowRequest } from "../support/flow-request";
import { givenLiveFlow } from "../support/flow-world";
import { createTestDb, type TestDb } from "../support/test-db";
import type { World } from "../support/world";

/* What workflows of Shopify Flow have features do that know nothing of them. */

const T0 = new Date("2026-03-02T12:00:00Z");
const ADA = "s1_1";

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  provideDb(db);
  world = createAutomationWorld(db, T0, [vipRegistration, lifecycleRegistration, shopifyFlowRegistration]);
  await givenShop(db);
  await givenHoldouts(db, { now: T0 });
  await givenCustomer(db, { legacyId: 1, email: "ada@example.com" });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

async function ask(handle: string, properties: object = {}, runId = "run-1") {
  const body = {
    ...{ shopify_domain: "demo-shop.myshopify.com", action_run_id: runId, handle },
    properties: { customer_id: 1, ...properties },
  };
  const request = flowRequest(`/flow/actions/${handle}`, body);
  const response = await action({ request, params: { handle }, context: {} });
  return { status: response.status, message: ((await response.json()) as { message: string }).message };
}
const tierNow = async () =>
  (await db.vipMembership.findFirst({ where: { shopId: SHOP_ID, customerId: ADA } }))?.tierId ?? null;
const manual = () => db.vipManualTier.findFirst({ where: { shopId: SHOP_ID, customerId: ADA } });

describe("a tier that a workflow gives", () => {
  test("is theirs at once with its tag, until the end of the last day, with the reason", async () => {
    const gold = { tier: "vip gold", days: 30, reason: "Won the raffle" };
    expect(await ask("set-tier", gold)).toEqual({
      status: 200,
      message: "Given the tier VIP Gold by hand, for 30 days.",
    });
    await world.runJobs();
    expect(await tierNow()).toBe("gold");
    // 2 April begins at 22:00 UTC the day before in the zone of the shop.
    expect(await manual()).toMatchObject({
      ...{ reason: "Won the raffle", staffId: null, until: new Date("2026-04-01T22:00:00Z") },
    });
    expect(world.shopify.calls).toMatchObject([{ kind: "add-tags", tags: ["VIP Gold"] }]);
  });

  test("without days lasts as long as one can be given, and says where it came from", async () => {
    expect(await ask("set-tier", { tier: "VIP", days: null, reason: "" })).toMatchObject({ status: 200 });
    expect(await manual()).toMatchObject({ reason: "Shopify Flow", until: new Date("2036-02-28T23:00:00Z") });
  });

  test("is given once, however often and at once Shopify asks", async () => {
    const answers = await Promise.all([1, 2, 3].map(() => ask("set-tier", { tier: "VIP" })));
    expect(new Set(answers.map(({ status, message }) => `${status} ${message}`)).size).toBe(1);
    expect(await db.vipMove.count({ where: { shopId: SHOP_ID } })).toBe(1);
    expect(await ask("set-tier", { tier: "VIP" }, "run-2")).toEqual({
      status: 422,
      message: "No tier given: has VIP already.",
    });
    expect(await db.vipMove.count({ where: { shopId: SHOP_ID } })).toBe(1);
  });

  test("does not take back what the staff gave", async () => {
    const given = { kind: "give-tier", tierId: "gold", reason: "A friend", until: "2026-05-01" } as const;
    await answerManual(db, { shopId: SHOP_ID, customerId: ADA, staffId: "7", asked: given, now: T0 });
    const answer = await ask("set-tier", { tier: "VIP" });
    expect(answer).toMatchObject({ status: 422, message: expect.stringContaining("VIP Gold") as string });
    expect(await manual()).toMatchObject({ tierId: "gold", reason: "A friend" });
  });

  test("is told of in the log, without the words of the reason", async () => {
    await ask("set-tier", { tier: "VIP", reason: "Spoke at our fair" });
    const lines = await db.decision.findMany({ where: { shopId: SHOP_ID, customerId: ADA } });
    expect(lines.map(({ reason }) => reason).sort()).toEqual(["flow-tier-given", "tier-given"]);
    expect(lines.map(({ paramsJson }) => paramsJson).join()).not.toContain("fair");
  });

  test.each([
    ["of no name", {}, 400, "tier: "],
    ["of a name nobody knows", { tier: "Platinum" }, 422, "there is no tier “Platinum”"],
    ["for no days", { tier: "VIP", days: 0 }, 400, "days: "],
    ["for days without end", { tier: "VIP", days: 3_651 }, 400, "days: "],
    ["for half a day", { tier: "VIP", days: 0.5 }, 400, "days: "],
  ])("%s is refused in words", async (_which, properties, status, words) => {
    const answer = await ask("set-tier", properties);
    expect(answer).toMatchObject({ status, message: expect.stringContaining(words) as string });
    expect(await tierNow()).toBeNull();
  });

  test("is none while the programme is off", async () => {
    const value = VipSettingsSchema.parse({ isEnabled: false });
    await writeSetting(db, { shopId: SHOP_ID, key: VIP_SETTINGS_KEY, value, now: T0 });
    expect((await ask("set-tier", { tier: "VIP" })).message).toContain("switched off");
    expect(await manual()).toBeNull();
  });
});

describe("somebody whom a workflow marks as a VIP", () => {
  test("gets the lowest tier; whoever has one is left as they are, in words", async () => {
    expect(await ask("mark-vip", { days: 10 })).toMatchObject({ status: 200 });
    expect(await tierNow()).toBe("vip");
    const until = (await manual())?.until;
    expect(await ask("mark-vip", { days: 300 }, "run-2")).toEqual({
      status: 422,
      message: "No tier given: has VIP already.",
    });
    expect((await manual())?.until).toEqual(until);
  });
});

test("an automation that gives a tier nobody knows, or without a reason, is not published", async () => {
  const step = { id: "give1", kind: "action", action: "vip.set-tier", settings: { tier: "Platinum" } };
  const written = { trigger: { key: "people.by-hand" }, steps: [step] };
  const { problems } = await examineFlow(db, { shopId: SHOP_ID, flowId: "f", written });
  expect(problems.map(({ code, place }) => [code, place])).toEqual([
    ["tier-unknown", "steps.give1.settings.tier"],
    ["tier-reason-missing", "steps.give1.settings.reason"],
  ]);
});

describe("a survey that a workflow sends", () => {
  const recipe = lifecycleRecipes.find(({ key }) => key === "lifecycle.survey-by-hand");
  const publish = async () => {
    const definition = recipe?.definitionOf({ locale: "en", currencyCode: "EUR" });
    if (!recipe || !definition) throw new Error("there is no such recipe");
    const flowId = await givenLiveFlow(db, definition, { now: T0 });
    await db.flow.update({ where: { id: flowId }, data: { recipeKey: recipe.key } });
  };

  test("is one mail with its question, once in 30 days, however often Shopify asks", async () => {
    await publish();
    const answers = await Promise.all([1, 2].map(() => ask("send-survey")));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    world.at("2026-03-02T12:30:00Z");
    await world.runJobs();
    expect(world.email.sent.map(({ subject }) => subject)).toEqual(["How did we do?"]);
    expect(new Set((world.email.sent[0]?.html ?? "").match(/\/a\/[^"?]+/g)).size).toBe(5);
    expect((await ask("send-survey", {}, "run-2")).status).toBe(422);
  });

  test("needs the automation: until it is live the step fails and says which", async () => {
    const answer = await ask("send-survey");
    expect(answer.status).toBe(422);
    expect(answer.message).toContain("Ask on request");
  });
});
