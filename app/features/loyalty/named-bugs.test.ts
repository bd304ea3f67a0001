import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { mergeCustomers } from "~/pipeline/projections/merge/merge.server";
import { registerMovedTables } from "~/pipeline/projections/merge/hooks.server";
import { listMergedInto } from "~/pipeline/projections/merge/queries.server";
import { undoMerge } from "~/pipeline/projections/merge/undo.server";
import { inTransaction } from "~/platform/db.server";

import { givenCustomer, SHOP_ID } from "../../../tests/support/factories";
import {
  cancelOrder,
  createLoyaltyWorld,
  expectSound,
  givenPaidOrder,
  givenProgramme,
  giveBackReward,
  goTo,
  type LoyaltyWorld,
  memberOf,
  NOW,
  payWith,
  pointsOf,
  redeem,
  refund,
  REWARDS,
  tellOrder,
} from "../../../tests/support/loyalty-world";
import { loyaltyRegistration } from "./registration.server";
import { saveLoyaltySettings } from "./settings/service.server";

/* Named after what users of other programmes report in public. */

const ADA = "s1_1";
const BOB = "s1_2";
const AFTER_RETURNS = "2026-03-17T10:00:00Z";

let scene: LoyaltyWorld;

beforeEach(async () => {
  scene = await createLoyaltyWorld();
  await givenCustomer(scene.db, { legacyId: 1 });
  await givenCustomer(scene.db, { legacyId: 2 });
});
afterEach(async () => {
  await expectSound(scene);
  await scene.close();
});

/** Ada buys for 100.00 and has 1,000 points to spend. */
async function givenPoints(): Promise<string> {
  const orderId = await givenPaidOrder(scene.db, {
    customerId: ADA,
    lines: [{ minor: 5_000 }, { minor: 5_000 }],
  });
  await tellOrder(scene, orderId);
  await goTo(scene, AFTER_RETURNS);
  return orderId;
}

async function openCode(): Promise<string> {
  const { hold } = await memberOf(scene, ADA);
  if (!hold?.code) throw new Error("expected a code");
  return hold.code;
}

describe("a refund keeps points", () => {
  test("a line that goes back takes the points it earned along, and no more when it is told again", async () => {
    const orderId = await givenPoints();
    await refund(scene, orderId, { minor: 5_000, lineIndex: 0 });
    await tellOrder(scene, orderId, "order.changed");
    expect(await pointsOf(scene, ADA)).toEqual({ available: 500, pending: 0, debt: 0 });
  });

  test("the points go whether the money or the goods are told first", async () => {
    const orderId = await givenPaidOrder(scene.db, {
      customerId: ADA,
      lines: [{ minor: 2_000 }, { minor: 8_000 }],
    });
    await tellOrder(scene, orderId);
    await refund(scene, orderId, { minor: 2_000 });
    expect((await pointsOf(scene, ADA)).pending).toBe(800);
    await refund(scene, orderId, { minor: 0, lineIndex: 0 });
    expect((await pointsOf(scene, ADA)).pending).toBe(800);
  });

  test("a whole refund and a cancellation leave nothing, also of points that were spent", async () => {
    const orderId = await givenPoints();
    await redeem(scene, ADA);
    await scene.world.runJobs();
    await payWith(scene, { code: await openCode(), customerId: ADA });
    await refund(scene, orderId, { minor: 10_000 });
    // 500 were spent; the order that was paid with the reward has 150 pending, which pay once they may.
    expect(await pointsOf(scene, ADA)).toEqual({ available: 0, pending: 150, debt: 500 });
    await goTo(scene, "2026-04-02T10:00:00Z");
    expect(await pointsOf(scene, ADA)).toEqual({ available: 0, pending: 0, debt: 350 });
  });

  test("by the other policy nobody falls below zero, and the loss is noted", async () => {
    await givenProgramme(scene.db, { debtPolicy: "cap" });
    const orderId = await givenPoints();
    await redeem(scene, ADA);
    await scene.world.runJobs();
    await payWith(scene, { code: await openCode(), customerId: ADA });
    await cancelOrder(scene, orderId);
    expect(await pointsOf(scene, ADA)).toEqual({ available: 0, pending: 150, debt: 0 });
    const lost = await scene.db.pointsLot.aggregate({
      where: { shopId: SHOP_ID },
      _sum: { writtenOff: true },
    });
    expect(lost._sum.writtenOff).toBe(-500);
  });
});

test("the balance collapses on expiry: only the lot whose time is over ends, the others stay", async () => {
  await givenPoints();
  await goTo(scene, "2026-06-01T10:00:00Z");
  const later = await givenPaidOrder(scene.db, {
    customerId: ADA,
    lines: [{ minor: 3_000 }],
    placedAt: scene.world.now(),
  });
  await tellOrder(scene, later);
  await goTo(scene, "2026-06-16T10:00:00Z");
  expect((await memberOf(scene, ADA)).nextExpiry).toEqual({ points: 1_000, on: "2027-03-16" });
  await goTo(scene, "2027-03-16T22:59:59Z");
  expect(await pointsOf(scene, ADA)).toEqual({ available: 1_300, pending: 0, debt: 0 });
  await goTo(scene, "2027-03-16T23:00:00Z");
  await goTo(scene, "2027-03-17T00:30:00Z");
  expect(await pointsOf(scene, ADA)).toEqual({ available: 300, pending: 0, debt: 0 });
});

describe("points on tax and shipping", () => {
  const order = { lines: [{ minor: 10_000 }], shippingMinor: 1_000, taxMinor: 2_057 };

  test("neither earns unless the rule says so", async () => {
    const orderId = await givenPaidOrder(scene.db, { customerId: ADA, ...order });
    await tellOrder(scene, orderId);
    // 110.00 with 20.57 of tax: of 100.00 for goods 81.30 are without it.
    expect((await pointsOf(scene, ADA)).pending).toBe(813);
  });

  test("both earn where the rule says so", async () => {
    await givenProgramme(scene.db, { order: { counts: { tax: true, shipping: true } } });
    const orderId = await givenPaidOrder(scene.db, { customerId: ADA, ...order });
    await tellOrder(scene, orderId);
    expect((await pointsOf(scene, ADA)).pending).toBe(1_100);
  });
});

test("the currency exploit: an order paid in another currency earns by what it is worth in the shop's", async () => {
  const orderId = await givenPaidOrder(scene.db, {
    customerId: ADA,
    lines: [{ minor: 1_000 }],
    presentmentCurrency: "JPY",
  });
  await tellOrder(scene, orderId);
  expect((await pointsOf(scene, ADA)).pending).toBe(100);
});

describe("rounding to zero", () => {
  test("points that would be worth nothing cannot be exchanged", async () => {
    await givenProgramme(scene.db, {
      rewards: [
        { ...REWARDS[1], incremental: { ...REWARDS[1].incremental, minPoints: 100, stepPoints: 100 } },
      ],
    });
    await givenPoints();
    expect(await redeem(scene, ADA, { rewardId: "any", points: 99 })).toMatchObject({
      outcome: "refused",
      reason: "below-minimum",
      params: { min: 100 },
    });
    expect(await redeem(scene, ADA, { rewardId: "any", points: 150 })).toMatchObject({
      outcome: "refused",
      reason: "off-step",
    });
    expect((await pointsOf(scene, ADA)).available).toBe(1_000);
  });

  test("an order too small for a point gets none, with a reason", async () => {
    const orderId = await givenPaidOrder(scene.db, { customerId: ADA, lines: [{ minor: 9 }] });
    await tellOrder(scene, orderId);
    expect(await pointsOf(scene, ADA)).toEqual({ available: 0, pending: 0, debt: 0 });
    const decision = await scene.db.decision.findFirst({
      where: { shopId: SHOP_ID, customerId: ADA, reason: "order-without-points" },
    });
    expect(decision).not.toBeNull();
  });
});

describe("an expired programme is still used", () => {
  test.each([
    ["off", { isEnabled: false }],
    ["over since yesterday", { endsOn: "2026-03-16" }],
  ])("a programme that is %s gives nothing, takes nothing and shows no reward", async (_name, settings) => {
    await givenPoints();
    await givenProgramme(scene.db, settings);
    expect(await redeem(scene, ADA)).toMatchObject({ outcome: "refused", reason: "programme-off" });
    const orderId = await givenPaidOrder(scene.db, {
      customerId: ADA,
      lines: [{ minor: 1_000 }],
      placedAt: scene.world.now(),
    });
    await tellOrder(scene, orderId);
    const member = await memberOf(scene, ADA);
    expect(member).toMatchObject({ availablePoints: 1_000, pendingPoints: 0, rewards: [], earnRules: [] });
  });

  test("on its last day it still is", async () => {
    await givenPoints();
    await givenProgramme(scene.db, { endsOn: "2026-03-17" });
    expect(await redeem(scene, ADA)).toMatchObject({ outcome: "redeemed" });
  });

  test("orders of the time while it was off earn nothing later", async () => {
    await givenProgramme(scene.db, { earningSince: "2026-03-02T10:00:00.001Z" });
    const orderId = await givenPaidOrder(scene.db, { customerId: ADA, lines: [{ minor: 1_000 }] });
    await tellOrder(scene, orderId);
    expect((await pointsOf(scene, ADA)).pending).toBe(0);
  });

  test("nor do those of the time while it was over, once its end is moved", async () => {
    await givenProgramme(scene.db, { endsOn: "2026-03-10" });
    await goTo(scene, "2026-03-12T10:00:00Z");
    const placedAt = scene.world.now();
    const orderId = await givenPaidOrder(scene.db, { customerId: ADA, lines: [{ minor: 1_000 }], placedAt });
    await goTo(scene, "2026-03-15T10:00:00Z");
    const input = { isEnabled: true, endsOn: "2026-12-31" };
    await saveLoyaltySettings(scene.db, { shopId: SHOP_ID, input, now: scene.world.now() });
    await tellOrder(scene, orderId);
    expect((await pointsOf(scene, ADA)).pending).toBe(0);
  });
});

describe("a double click redeems twice", () => {
  test("the same wish twice is one, also at the same time", async () => {
    await givenPoints();
    const both = await Promise.all([redeem(scene, ADA, { key: "k" }), redeem(scene, ADA, { key: "k" })]);
    expect(both.map(({ outcome }) => outcome)).toEqual(["redeemed", "redeemed"]);
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 500 });
    await scene.world.runJobs();
    expect(scene.world.shopify.calls.filter(({ kind }) => kind === "create-discount")).toHaveLength(1);
  });

  test("two tabs with wishes of their own get one reward", async () => {
    await givenPoints();
    const both = await Promise.all([redeem(scene, ADA), redeem(scene, ADA)]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(["redeemed", "refused"]);
    expect(both.find(({ outcome }) => outcome === "refused")).toMatchObject({ reason: "hold-open" });
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 500 });
  });
});

test("net versus gross basis: points follow what is paid after discounts, unless the rule counts them", async () => {
  const lines = [{ minor: 10_000, discountMinor: 4_000 }];
  const net = await givenPaidOrder(scene.db, { customerId: ADA, lines });
  await tellOrder(scene, net);
  expect((await pointsOf(scene, ADA)).pending).toBe(600);
  await givenProgramme(scene.db, { order: { counts: { discounts: true } } });
  const gross = await givenPaidOrder(scene.db, { customerId: BOB, lines });
  await tellOrder(scene, gross);
  expect((await pointsOf(scene, BOB)).pending).toBe(1_000);
});

describe("the minimum is not enforced", () => {
  test.each([
    [499, "refused"],
    [500, "redeemed"],
    [501, "redeemed"],
  ])("with %i points a reward of 500 is %s", async (points, outcome) => {
    const orderId = await givenPaidOrder(scene.db, { customerId: ADA, lines: [{ minor: points * 10 }] });
    await tellOrder(scene, orderId);
    await goTo(scene, AFTER_RETURNS);
    expect((await redeem(scene, ADA)).outcome).toBe(outcome);
  });

  test("what is pending cannot be spent", async () => {
    const orderId = await givenPaidOrder(scene.db, { customerId: ADA, lines: [{ minor: 10_000 }] });
    await tellOrder(scene, orderId);
    expect(await redeem(scene, ADA)).toMatchObject({
      outcome: "refused",
      reason: "not-enough",
      params: { available: 0, points: 500, missing: 500 },
    });
  });
});

describe("points are lost on a merge", () => {
  const merge = () =>
    inTransaction(
      scene.db,
      (tx) =>
        mergeCustomers(tx, {
          shopId: SHOP_ID,
          fromGid: "gid://shopify/Customer/1",
          toGid: "gid://shopify/Customer/2",
          mergedAt: scene.world.now(),
          now: scene.world.now(),
        }),
      { shopId: SHOP_ID },
    );

  beforeEach(() => registerMovedTables(loyaltyRegistration.movedTables ?? []));

  test("both balances are the kept customer's, and an undo gives each their own back", async () => {
    await givenPoints();
    const orderId = await givenPaidOrder(scene.db, { customerId: BOB, lines: [{ minor: 2_000 }] });
    await tellOrder(scene, orderId);
    await merge();
    await scene.world.runJobs();
    expect(await pointsOf(scene, BOB)).toEqual({ available: 1_000, pending: 200, debt: 0 });
    expect(await pointsOf(scene, ADA)).toEqual({ available: 0, pending: 0, debt: 0 });
    await redeem(scene, BOB);
    const [merged] = await listMergedInto(scene.db, { shopId: SHOP_ID, customerId: BOB });
    await inTransaction(scene.db, (tx) =>
      undoMerge(tx, { shopId: SHOP_ID, mergeId: merged?.mergeId ?? "", now: NOW }),
    );
    await scene.world.runJobs();
    expect(await pointsOf(scene, ADA)).toEqual({ available: 500, pending: 0, debt: 0 });
    expect(await pointsOf(scene, BOB)).toEqual({ available: 0, pending: 200, debt: 0 });
  });

  test("a refund after the merge takes from the kept customer, and a reward that was open stays so", async () => {
    const orderId = await givenPoints();
    await redeem(scene, ADA);
    await scene.world.runJobs();
    await merge();
    await scene.world.runJobs();
    const { hold } = await memberOf(scene, BOB);
    expect(hold).toMatchObject({ state: "issued", points: 500 });
    expect(await redeem(scene, BOB)).toMatchObject({ reason: "hold-open" });
    await refund(scene, orderId, { minor: 5_000, lineIndex: 0 });
    expect(await pointsOf(scene, BOB)).toEqual({ available: 0, pending: 0, debt: 0 });
    expect(await giveBackReward(scene, BOB, hold?.redemptionId ?? "")).toEqual({
      outcome: "cancelled",
      points: 500,
    });
    expect(await pointsOf(scene, BOB)).toEqual({ available: 500, pending: 0, debt: 0 });
  });

  test("what the one owes, the other's points pay", async () => {
    const orderId = await givenPoints();
    await redeem(scene, ADA);
    await scene.world.runJobs();
    await payWith(scene, { code: await openCode(), customerId: ADA });
    await cancelOrder(scene, orderId);
    const bobs = await givenPaidOrder(scene.db, {
      customerId: BOB,
      lines: [{ minor: 8_000 }],
      placedAt: scene.world.now(),
    });
    await tellOrder(scene, bobs);
    await goTo(scene, "2026-04-02T10:00:00Z");
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 0, debt: 350 });
    await merge();
    await scene.world.runJobs();
    expect(await pointsOf(scene, BOB)).toEqual({ available: 450, pending: 0, debt: 0 });
  });
});
