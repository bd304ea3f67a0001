import { afterEach, beforeEach, expect, test } from "vitest";

import { incentivesRegistration } from "~/engine/incentives/registration.server";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction } from "~/platform/db.server";

import { givenCheckout, givenOrder, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { cartRecoveryRegistration } from "../registration.server";

const SENT_AT = new Date("2026-03-01T12:00:00Z");

let open: TestDb;
let world: World;

beforeEach(async () => {
  open = await createTestDb();
  world = createWorld(open.db, [incentivesRegistration, cartRecoveryRegistration], "2026-03-03T12:00:00Z");
  await givenShop(open.db);
  const { id: checkoutId } = await givenCheckout(open.db, { token: "token-1" });
  const row = { shopId: SHOP_ID, createdAt: SENT_AT, updatedAt: SENT_AT };
  await open.db.recovery.create({
    data: { ...row, id: "r1", checkoutId, dueAt: SENT_AT, sentAt: SENT_AT },
  });
  await open.db.issuedCode.create({
    data: {
      id: "c1",
      shopId: SHOP_ID,
      occasionKey: "cart-recovery:x",
      code: "BACK1",
      codeKey: "back1",
      percentBp: 1_000,
      state: "issued",
      startsAt: SENT_AT,
      expiresAt: new Date("2026-03-09T12:00:00Z"),
      createdAt: SENT_AT,
    },
  });
});
afterEach(async () => {
  world.close();
  await open.close();
});

async function historyCame(type: "backfill.completed" | "reconcile.completed", key = "1"): Promise<void> {
  const shared = { sourceKey: `${type}:${key}`, customerId: null, subjectId: null, occurredAt: world.now() };
  const event =
    type === "backfill.completed"
      ? { ...shared, type, payload: { resources: ["orders"] } }
      : { ...shared, type, payload: { runId: "r", driftCount: 1 } };
  await inTransaction(open.db, (tx) => publishEvents(tx, [event], { shopId: SHOP_ID, now: world.now() }));
  await world.runJobs();
}

test.each(["backfill.completed", "reconcile.completed"] as const)(
  "after %s, orders that were told to nobody count as recovered and redeem their code, once",
  async (type) => {
    await givenOrder(open.db, {
      placedAt: "2026-03-02T12:00:00Z",
      checkoutToken: "token-1",
      discountCodes: ["BACK1"],
    });
    await historyCame(type);
    await historyCame(type, "2");
    expect(await open.db.recovery.findFirst()).toMatchObject({
      recoveredAt: new Date("2026-03-02T12:00:00Z"),
    });
    expect(await open.db.issuedCode.findFirst()).toMatchObject({ state: "redeemed" });
    expect(await open.db.domainEvent.count({ where: { type: "cart-recovery.recovered" } })).toBe(1);
  },
);

test("an order that is gone gives its code back, and one without the checkout's token counts for nothing", async () => {
  const order = await givenOrder(open.db, {
    placedAt: "2026-03-02T12:00:00Z",
    discountCodes: ["BACK1"],
  });
  await historyCame("backfill.completed");
  expect(await open.db.issuedCode.findFirst()).toMatchObject({
    state: "redeemed",
    redeemedOrderId: order.id,
  });
  expect(await open.db.recovery.findFirst()).toMatchObject({ recoveredAt: null });
  await open.db.order.updateMany({ data: { cancelledAt: world.now() } });
  await historyCame("reconcile.completed");
  expect(await open.db.issuedCode.findFirst()).toMatchObject({ state: "issued", redeemedOrderId: null });
});
