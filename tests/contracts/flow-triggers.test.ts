import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { anniversariesRegistration } from "~/features/anniversaries/registration.server";
import { browsingRegistration } from "~/features/browsing/registration.server";
import { cartRecoveryRegistration } from "~/features/cart-recovery/registration.server";
import { loyaltyRegistration } from "~/features/loyalty/registration.server";
import { vipRegistration } from "~/features/vip/registration.server";
import { winbackRegistration } from "~/features/winback/registration.server";
import { referralsRegistration } from "~/features/referrals/registration.server";
import { redeemReward } from "~/features/loyalty/storefront/service.server";
import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { provideDb } from "~/platform/database.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { action as doAction } from "~/routes/flow.actions.$handle";
import { action as lifecycle } from "~/routes/flow.lifecycle";

import { createAutomationWorld } from "../support/automation-world";
import { givenCheckout, givenCustomer, givenOrder, givenShop, SHOP_ID } from "../support/factories";
import { flowRequest } from "../support/flow-request";
import { givenPaidOrder, givenProgramme, type LoyaltyWorld, tellOrder } from "../support/loyalty-world";
import { createTestDb, type TestDb } from "../support/test-db";
import type { World } from "../support/world";
import { shopifyFlowRegistration } from "~/features/shopify-flow/registration.server";
import type { TriggerHandle } from "~/features/shopify-flow/schema";
import { readFlowSettings } from "~/features/shopify-flow/triggers/use.server";
import { installShop, uninstallShop } from "~/shops/lifecycle.server";
import { getShop } from "~/shops/repository.server";

const T0 = new Date("2026-03-02T12:00:00Z");
const ADA = "s1_1";

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  provideDb(db);
  world = createAutomationWorld(db, T0, [
    vipRegistration,
    loyaltyRegistration,
    referralsRegistration,
    anniversariesRegistration,
    winbackRegistration,
    browsingRegistration,
    cartRecoveryRegistration,
    shopifyFlowRegistration,
  ]);
  await givenShop(db);
  await givenCustomer(db, { legacyId: 1, registeredAt: new Date("2023-03-03T10:00:00Z") });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

type News = { isOn?: boolean; at?: string; domain?: string; secret?: string };

async function tell(
  handle: TriggerHandle | "something-else",
  { isOn = true, at = "2026-03-02T12:00:00Z", domain = "demo-shop.myshopify.com", secret }: News = {},
): Promise<number> {
  const body = {
    ...{ flow_trigger_definition_id: handle, has_enabled_flow: isOn, shop_id: 1 },
    ...{ shopify_domain: domain, timestamp: at },
  };
  const request = flowRequest("/flow/lifecycle", body, secret);
  return (await lifecycle({ request, params: {}, context: {} })).status;
}

const publish = (events: readonly DomainEvent[]) =>
  inTransaction(db, (tx) => publishEvents(tx, events, { shopId: SHOP_ID, now: world.now() }), {
    shopId: SHOP_ID,
  });
const moved = (number: number, toTierId: string) =>
  publish([
    {
      type: "vip.tier-changed",
      payload: { customerId: ADA, fromTierId: null, toTierId },
      sourceKey: `moved:${number}`,
      customerId: ADA,
      subjectId: null,
      occurredAt: world.now(),
    },
  ]);
const REFERRAL = {
  ...{ referralId: "r1", customerId: ADA, friendId: null, orderId: "s1_7" },
  ...{ rewardKind: "percentage", codeId: null },
};
const told = () =>
  world.shopify.calls.flatMap((call) => (call.kind === "receive-flow-trigger" ? [call.signal] : []));
const remove = () =>
  inTransaction(db, (tx) => uninstallShop(tx, { shopId: SHOP_ID, at: world.now(), now: world.now() }), {
    shopId: SHOP_ID,
  });
async function install() {
  const facts = { ...(await getShop(db, { shopId: SHOP_ID })), gid: null };
  expect(await installShop(db, { facts, now: world.now() })).toMatchObject({ outcome: "reinstalled" });
}
async function at(instant: string) {
  world.at(instant);
  await world.runJobs();
}

describe("a workflow that waits for a trigger", () => {
  test("is told of a move to another tier, once, with the names of the tiers and what names the occasion", async () => {
    expect(await tell("tier-changed")).toBe(204);
    await moved(1, "gold");
    await world.runJobs();
    await world.runJobs();
    expect(told()).toEqual([
      {
        handle: "tier-changed",
        payload: {
          ...{ Tier: "VIP Gold", "Former tier": "", Move: "reached", customer_id: 1 },
          Occasion: expect.stringMatching(/^tier:/) as string,
        },
      },
    ]);
  });

  test("is told of points that an order earned and of a reward they were exchanged for", async () => {
    await givenProgramme(db, { holdingDays: 0 });
    for (const handle of ["points-earned", "reward-redeemed"] as const) await tell(handle);
    const orderId = await givenPaidOrder(db, { customerId: ADA, lines: [{ minor: 10_000 }], placedAt: T0 });
    await tellOrder({ db, world } as LoyaltyWorld, orderId);
    const wish = { shopId: SHOP_ID, customerId: ADA, rewardId: "five-off", idempotencyKey: "click-0001" };
    expect(await redeemReward(db, { ...wish, now: T0 })).toMatchObject({ outcome: "redeemed" });
    await world.runJobs();
    expect(told()).toMatchObject([
      { handle: "points-earned", payload: { Points: 1_000, For: "order", customer_id: 1 } },
      { handle: "reward-redeemed", payload: { Points: 500, Reward: "five-off" } },
    ]);
  });

  test("is told of an answer to the question of a mail, and of a referral that was completed", async () => {
    for (const handle of ["survey-answered", "referral-completed"] as const) await tell(handle);
    const at = { customerId: ADA, occurredAt: T0 };
    await publish([
      {
        ...{ ...at, type: "message.answered", sourceKey: "answered:m1", subjectId: "m1" },
        payload: {
          ...{ messageId: "m1", customerId: ADA, purpose: "flows", subjectId: "run-1" },
          ...{ questionKey: "order-rating", answerKey: "5" },
        },
      },
      {
        ...{ ...at, type: "referral.completed", sourceKey: "referral:r1", subjectId: "r1" },
        payload: REFERRAL,
      },
    ]);
    await world.runJobs();
    expect(told()).toMatchObject([
      { handle: "referral-completed", payload: { Reward: REFERRAL.rewardKind, Occasion: "referral:r1" } },
      { handle: "survey-answered", payload: { Question: "order-rating", Answer: "5", customer_id: 1 } },
    ]);
  });

  test("is told of the answer to the question after a purchase", async () => {
    await tell("survey-answered");
    const order = { orderId: "s1_7", customerId: ADA, place: "thank-you" } as const;
    await publish([
      {
        ...{ type: "survey.answered", sourceKey: "answered:s1_7", customerId: ADA, subjectId: "s1_7" },
        ...{ payload: { ...order, questionKey: "after-purchase", answerKey: "yes" }, occurredAt: T0 },
      },
    ]);
    await world.runJobs();
    expect(told()).toMatchObject([
      { handle: "survey-answered", payload: { Question: "after-purchase", Answer: "yes", customer_id: 1 } },
    ]);
  });

  test("is told of an anniversary on the day, and of a checkout that was left, within minutes and once", async () => {
    await tell("anniversary");
    await tell("cart-abandoned");
    await givenCheckout(db, { token: "t1", customerId: ADA, activeAt: new Date("2026-03-03T07:00:00Z") });
    await at("2026-03-03T12:00:00Z");
    await at("2026-03-03T12:10:00Z");
    await at("2026-03-03T18:00:00Z");
    expect(told().map(({ handle, payload }) => [handle, payload.Years ?? payload.Left])).toEqual(
      expect.arrayContaining([
        ["anniversary", 3],
        ["cart-abandoned", "checkout"],
      ]),
    );
    expect(told()).toHaveLength(2);
  });

  test("is told of somebody who has not ordered for long", async () => {
    await givenOrder(db, { customerId: ADA, placedAt: "2026-01-05T12:00:00Z" });
    await tell("win-back");
    await at("2026-05-01T12:00:00Z");
    expect(told()).toMatchObject([
      { handle: "win-back", payload: { "Last order": "2026-01-05T12:00:00.000Z", customer_id: 1 } },
    ]);
  });

  test("is told nothing that happened before it was switched on", async () => {
    await at("2026-03-03T12:00:00Z");
    await tell("anniversary");
    await at("2026-03-04T12:00:00Z");
    expect(told()).toEqual([]);
  });

  test("is told nothing that happened while the app was removed, and again what happens afterwards", async () => {
    await tell("anniversary");
    await givenCustomer(db, { legacyId: 2, registeredAt: new Date("2023-04-21T10:00:00Z") });
    await remove();
    await at("2026-04-20T12:00:00Z");
    await install();
    await at("2026-04-20T12:30:00Z");
    expect(told()).toEqual([]);
    await at("2026-04-21T18:00:00Z");
    expect(told()).toMatchObject([{ handle: "anniversary", payload: { Years: 3, customer_id: 2 } }]);
  });

  test("is told of everything that a worker slept through, a day at a time", async () => {
    await tell("anniversary");
    for (const [legacyId, day] of [
      [2, "2023-03-08"],
      [3, "2023-04-21"],
    ] as const)
      await givenCustomer(db, { legacyId, registeredAt: new Date(`${day}T10:00:00Z`) });
    await at("2026-04-22T12:00:00Z");
    expect(told().map(({ payload }) => payload.customer_id)).toEqual([1, 2, 3]);
    const { triggers } = await readFlowSettings(db, { shopId: SHOP_ID });
    expect(triggers.anniversary?.sweptUpTo).toBe("2026-04-22T11:45:00.000Z");
  });

  test("is told nothing of a customer who is gone, and nothing once it was switched off or the app removed", async () => {
    await tell("tier-changed");
    await db.customer.updateMany({ where: { shopId: SHOP_ID }, data: { deletedAt: T0 } });
    await moved(1, "gold");
    await world.runJobs();
    await db.customer.updateMany({ where: { shopId: SHOP_ID }, data: { deletedAt: null } });
    await moved(2, "gold");
    await tell("tier-changed", { isOn: false, at: "2026-03-02T12:00:01Z" });
    await world.runJobs();
    await tell("tier-changed", { at: "2026-03-02T12:00:02Z" });
    await moved(3, "gold");
    await db.shop.updateMany({ data: { uninstalledAt: T0 } });
    await world.runJobs();
    expect(told()).toEqual([]);
    const reasons = await db.outboxIntent.findMany({
      where: { shopId: SHOP_ID, kind: "shopify.fire-flow-trigger" },
    });
    expect(reasons.map(({ state }) => state)).toEqual(reasons.map(() => "cancelled"));
  });

  test("that Shopify does not know is given up, with a line in the log", async () => {
    await tell("tier-changed");
    world.shopify.answers.push({ kind: "rejected", error: "Invalid handle 'tier-changed'." });
    await moved(1, "gold");
    await world.runJobs();
    const [line] = await db.decision.findMany({ where: { shopId: SHOP_ID, feature: "shopify-flow" } });
    expect(line).toMatchObject({ outcome: "stopped", reason: "trigger-not-told", customerId: ADA });
  });
});

test("where no workflow waits nobody is told, and nothing is prepared", async () => {
  await moved(1, "gold");
  await world.runJobs();
  expect(told()).toEqual([]);
  expect(await db.outboxIntent.count({ where: { kind: "shopify.fire-flow-trigger", shopId: SHOP_ID } })).toBe(
    0,
  );
});

describe("news of whether a workflow waits", () => {
  const use = async () => (await readFlowSettings(db, { shopId: SHOP_ID })).triggers["tier-changed"]?.isUsed;

  test("hold by their time, in whatever order and however often they come", async () => {
    await tell("tier-changed", { isOn: false, at: "2026-03-02T12:00:05Z" });
    await tell("tier-changed", { isOn: true, at: "2026-03-02T12:00:04Z" });
    expect(await use()).toBe(false);
    await Promise.all([1, 2, 3].map(() => tell("tier-changed", { isOn: true, at: "2026-03-02T12:00:06Z" })));
    expect(await use()).toBe(true);
  });

  test("of two triggers at once are both kept", async () => {
    await Promise.all([tell("tier-changed"), tell("anniversary"), tell("win-back")]);
    const { triggers } = await readFlowSettings(db, { shopId: SHOP_ID });
    expect(Object.keys(triggers).sort()).toEqual(["anniversary", "tier-changed", "win-back"]);
  });

  test("of a trigger or a store nobody knows are taken, so that the merchant can switch on; forged ones are not", async () => {
    expect(await tell("something-else")).toBe(204);
    expect(await tell("tier-changed", { domain: "other.myshopify.com" })).toBe(204);
    expect(await tell("tier-changed", { secret: "other" })).toBe(401);
    expect(await use()).toBeUndefined();
  });

  test("that it was switched off are taken after the app was removed; that it was switched on are not", async () => {
    await tell("tier-changed");
    await remove();
    expect(await tell("tier-changed", { isOn: false, at: "2026-03-02T12:00:01Z" })).toBe(204);
    expect(await use()).toBe(false);
    expect(await tell("tier-changed", { at: "2026-03-02T12:00:02Z" })).toBe(204);
    expect(await use()).toBe(false);
  });

  test("that say nothing are refused", async () => {
    for (const body of ["{", {}, { flow_trigger_definition_id: "tier-changed" }]) {
      const request = flowRequest("/flow/lifecycle", body);
      expect((await lifecycle({ request, params: {}, context: {} })).status).toBe(400);
    }
  });
});

describe("points that a workflow gives", () => {
  const give = async (points: unknown, runId = "run-1") => {
    const body = {
      ...{ shopify_domain: "demo-shop.myshopify.com", action_run_id: runId, handle: "add-points" },
      properties: { customer_id: 1, points },
    };
    const request = flowRequest("/flow/actions/add-points", body);
    const response = await doAction({ request, params: { handle: "add-points" }, context: {} });
    return { status: response.status, message: ((await response.json()) as { message: string }).message };
  };
  const points = async () =>
    (await db.pointsLot.findMany({ where: { shopId: SHOP_ID } })).map(({ issued }) => -issued);

  test("are there once, however often and at once Shopify asks", async () => {
    await givenProgramme(db, {});
    const answers = await Promise.all([1, 2, 3].map(() => give(120)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await points()).toEqual([120]);
    await give(30, "run-2");
    expect((await points()).sort((a, b) => a - b)).toEqual([30, 120]);
  });

  test("are none while the programme is off: the step fails with the reason", async () => {
    expect((await give(120)).status).toBe(422);
    expect(await points()).toEqual([]);
  });

  test.each([0, -5, 1.5, 1_000_001, "many"])("cannot be %s", async (wrong) => {
    await givenProgramme(db, {});
    expect(await give(wrong)).toMatchObject({
      status: 400,
      message: expect.stringContaining("points: ") as string,
    });
    expect(await points()).toEqual([]);
  });
});
