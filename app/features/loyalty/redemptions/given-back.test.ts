import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { givenCustomer, SHOP_ID } from "../../../../tests/support/factories";
import {
  cancelOrder,
  createLoyaltyWorld,
  expectSound,
  givenPaidOrder,
  giveBackReward,
  goTo,
  type LoyaltyWorld,
  memberOf,
  payWith,
  pointsOf,
  redeem,
  tellOrder,
} from "../../../../tests/support/loyalty-world";

const ADA = "s1_1";

let scene: LoyaltyWorld;

afterEach(async () => {
  await expectSound(scene);
  await scene.close();
});

/** Ada has 1,000 points from 16 March on, good for so many months. */
async function givenPoints(expiryMonths: number | null): Promise<void> {
  scene = await createLoyaltyWorld({ expiryMonths });
  await givenCustomer(scene.db, { legacyId: 1 });
  const orderId = await givenPaidOrder(scene.db, { customerId: ADA, lines: [{ minor: 10_000 }] });
  await tellOrder(scene, orderId);
  await goTo(scene, "2026-03-17T10:00:00Z");
}

async function givenReward(points = 500) {
  await redeem(scene, ADA, { rewardId: "any", points });
  await scene.world.runJobs();
  const { hold } = await memberOf(scene, ADA);
  if (!hold?.code) throw new Error("expected an open reward");
  return { redemptionId: hold.redemptionId, code: hold.code };
}

const stateOf = async (id: string) =>
  (await scene.db.pointsRedemption.findFirstOrThrow({ where: { shopId: SHOP_ID, id } })).state;

const endings = async () => {
  const lots = await scene.db.pointsLot.findMany({
    where: { shopId: SHOP_ID, available: { gt: 0 }, orderId: null },
    orderBy: { expiresAt: "asc" },
  });
  return lots.map(({ available, expiresAt }) => [available, expiresAt?.toISOString()]);
};

async function expectAvailable(points: number): Promise<void> {
  expect(await pointsOf(scene, ADA)).toMatchObject({ available: points, debt: 0 });
}

describe("an order that used a reward is cancelled", () => {
  beforeEach(() => givenPoints(null));

  test("after the reward's end: the points come back", async () => {
    const { redemptionId, code } = await givenReward();
    await goTo(scene, "2026-06-10T10:00:00Z");
    const orderId = await payWith(scene, { code, customerId: ADA });
    await goTo(scene, "2026-06-20T10:00:00Z");
    await cancelOrder(scene, orderId);
    expect(await stateOf(redemptionId)).toBe("returned");
    await expectAvailable(1_000);
    const told = await scene.db.decision.findFirst({
      where: { shopId: SHOP_ID, customerId: ADA, reason: "returned-order-cancelled" },
    });
    expect(told).not.toBeNull();
  });

  test("before its end: the reward is open again, and no point comes back", async () => {
    const { redemptionId, code } = await givenReward();
    const orderId = await payWith(scene, { code, customerId: ADA });
    await cancelOrder(scene, orderId);
    expect(await stateOf(redemptionId)).toBe("issued");
    await expectAvailable(500);
  });

  test("after the reward had been given back and was used after all", async () => {
    const { redemptionId, code } = await givenReward();
    await giveBackReward(scene, ADA, redemptionId);
    const orderId = await payWith(scene, { code, customerId: ADA });
    expect(await stateOf(redemptionId)).toBe("redeemed");
    await expectAvailable(500);
    await goTo(scene, "2026-03-18T10:00:00Z");
    await cancelOrder(scene, orderId);
    expect(await stateOf(redemptionId)).toBe("returned");
    await expectAvailable(1_000);
  });

  test("what was owed for it, as its points had gone elsewhere, is owed no more", async () => {
    const first = await givenReward(1_000);
    await giveBackReward(scene, ADA, first.redemptionId);
    await givenReward(800);
    const orderId = await payWith(scene, { code: first.code, customerId: ADA });
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 0, debt: 800 });
    await goTo(scene, "2026-03-18T10:00:00Z");
    await cancelOrder(scene, orderId);
    await expectAvailable(200);
  });
});

describe("days of points that come back", () => {
  // Good up to and with 16 April, a day of the shop.
  beforeEach(() => givenPoints(1));

  const lotEnd = async () =>
    (
      await scene.db.pointsLot.findFirstOrThrow({ where: { shopId: SHOP_ID, orderId: { not: null } } })
    ).expiresAt?.toISOString();

  test("whoever gives a reward up while the points are good gains no day", async () => {
    const end = await lotEnd();
    await goTo(scene, "2026-04-10T10:00:00Z");
    const { redemptionId } = await givenReward(100);
    await giveBackReward(scene, ADA, redemptionId);
    expect(await lotEnd()).toBe(end);
    await expectAvailable(1_000);
    await goTo(scene, "2026-04-18T10:00:00Z");
    await expectAvailable(0);
  });

  test("given back when the others are over, it alone gets 30 days, up to the end of a day", async () => {
    await goTo(scene, "2026-04-16T10:00:00Z");
    const { redemptionId } = await givenReward(100);
    // The sweep has not been yet: what is over stays so.
    scene.world.at("2026-04-17T10:00:00Z");
    await giveBackReward(scene, ADA, redemptionId);
    await expectAvailable(100);
    expect(await endings()).toEqual([[100, "2026-05-17T22:00:00.000Z"]]);
    const { _sum } = await scene.db.pointsLot.aggregate({
      where: { shopId: SHOP_ID },
      _sum: { expired: true },
    });
    expect(_sum.expired).toBe(900);
  });

  test("nobody's points get the 30 days twice by leaving rewards unused", async () => {
    await goTo(scene, "2026-04-16T10:00:00Z");
    const first = await givenReward(100);
    await goTo(scene, "2026-04-18T10:00:00Z");
    await giveBackReward(scene, ADA, first.redemptionId);
    await goTo(scene, "2026-05-18T10:00:00Z");
    const second = await givenReward(100);
    await goTo(scene, "2026-05-19T10:00:00Z");
    expect((await giveBackReward(scene, ADA, second.redemptionId)).outcome).toBe("cancelled");
    await expectAvailable(0);
    expect(await endings()).toEqual([]);
  });
});
