import { afterEach, beforeEach, expect, test } from "vitest";

import { answerQuestion } from "~/engine/messaging/answers/service.server";
import type { RootDb } from "~/platform/db.server";

import { createAutomationWorld, givenHoldouts } from "../../../tests/support/automation-world";
import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { givenLiveFlow, happening, publish } from "../../../tests/support/flow-world";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import type { World } from "../../../tests/support/world";
import { lifecycleRecipes } from "./flow/recipes";
import { lifecycleRegistration } from "./registration.server";

const ADA = "s1_1";
const PAID_AT = "2026-03-02T12:00:00Z";

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createAutomationWorld(db, "2026-03-02T11:00:00Z", [lifecycleRegistration]);
  await givenShop(db);
  await givenHoldouts(db, { now: world.now() });
  await givenCustomer(db, { legacyId: 1, email: "ada@example.com" });
  const recipe = lifecycleRecipes.find(({ key }) => key === "lifecycle.survey-request");
  const definition = recipe?.definitionOf({ locale: "en", currencyCode: "EUR" });
  if (!definition) throw new Error("there is no such recipe");
  await givenLiveFlow(db, definition, { now: world.now() });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const runAt = async (at: string) => {
  world.at(at);
  await world.runJobs();
};
async function pay(at: string): Promise<string> {
  world.at(at);
  const { id } = await givenOrder(db, { customerId: ADA, placedAt: at });
  await publish(db, [happening("order.paid", { customerId: ADA, subjectId: id, at })], { now: world.now() });
  await world.runJobs();
  return id;
}

test("where nothing is sent, two weeks after the payment a mail asks for 1 to 5, and one click is kept as the answer", async () => {
  await pay(PAID_AT);
  await runAt("2026-03-16T12:01:00Z");
  expect(world.email.sent).toEqual([]);
  await runAt("2026-03-17T09:01:00Z");
  await runAt("2026-03-17T09:10:00Z");
  const [sent] = world.email.sent;
  expect(sent).toMatchObject({ to: "ada@example.com", subject: "How did we do?" });
  const tokens = [...(sent?.html ?? "").matchAll(/\/a\/([^"?]+)"/g)].map(([, token]) => token ?? "");
  expect(new Set(tokens).size).toBe(5);
  expect(await answerQuestion(db, { token: tokens[3] ?? "", now: world.now() })).toEqual({
    outcome: "answered",
  });
  expect(await db.messageAnswer.findMany({ where: { shopId: SHOP_ID } })).toMatchObject([
    { questionKey: "order-rating", answerKey: "4", customerId: ADA },
  ]);
});

test("a week after everything was sent the mail asks, and not sooner", async () => {
  const id = await pay(PAID_AT);
  const at = "2026-03-05T08:00:00Z";
  world.at(at);
  await publish(db, [happening("order.fulfilled", { customerId: ADA, subjectId: id, at })], {
    now: world.now(),
  });
  await world.runJobs();
  await runAt("2026-03-12T07:59:00Z");
  expect(world.email.sent).toEqual([]);
  await runAt("2026-03-12T08:01:00Z");
  await runAt("2026-03-12T09:01:00Z");
  await runAt("2026-03-12T09:10:00Z");
  expect(world.email.sent).toHaveLength(1);
});

test("nobody is asked about an order that was refunded, nor twice in 90 days", async () => {
  const id = await pay(PAID_AT);
  await pay("2026-03-05T12:00:00Z");
  const at = "2026-03-06T12:00:00Z";
  world.at(at);
  await publish(db, [happening("order.refunded", { customerId: ADA, subjectId: id, at })], {
    now: world.now(),
  });
  await runAt("2026-03-21T12:00:00Z");
  expect(world.email.sent).toEqual([]);
  expect(await db.flowRun.count({ where: { shopId: SHOP_ID } })).toBe(1);
});
