import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { NOBODY } from "~/kit/person";
import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
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
  guestKeyOf,
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
import { adjustPoints, decideAdjustment } from "./adjustments/service.server";
import { presentLedger, presentMembers, presentQueue } from "./members/presenter.server";
import { MembersQuerySchema } from "./members/schema";
import { loyaltyPrivacy } from "./privacy.server";
import { settleRedemption } from "./redemptions/settle.server";
import { presentLiabilityCsv, presentLoyaltyReport } from "./report/presenter.server";
import { isBalanced } from "./report/rules";
import { reviewLot } from "./review/service.server";
import { saveLoyaltySettings } from "./settings/service.server";

const ADA = "s1_1";
const AFTER_RETURNS = "2026-03-17T10:00:00Z";

let scene: LoyaltyWorld;

beforeEach(async () => {
  scene = await createLoyaltyWorld();
  await givenCustomer(scene.db, { legacyId: 1 });
});
afterEach(async () => {
  await expectSound(scene);
  await scene.close();
});

async function buy(
  minor: number,
  over: { customerId?: string | null; email?: string } = {},
): Promise<string> {
  const placedAt = scene.world.now();
  const orderId = await givenPaidOrder(scene.db, { customerId: ADA, lines: [{ minor }], placedAt, ...over });
  await tellOrder(scene, orderId);
  return orderId;
}

async function givenPoints(points = 1_000): Promise<void> {
  await buy(points * 10);
  await goTo(scene, AFTER_RETURNS);
}

async function tell(event: Omit<DomainEvent, "occurredAt">): Promise<void> {
  const now = scene.world.now();
  const told = { ...event, occurredAt: now } as DomainEvent;
  await inTransaction(scene.db, (tx) => publishEvents(tx, [told], { shopId: SHOP_ID, now }), {
    shopId: SHOP_ID,
  });
  await scene.world.runJobs();
}

const reasons = async () =>
  (
    await scene.db.decision.findMany({
      where: { shopId: SHOP_ID, feature: "loyalty" },
      orderBy: [{ decidedAt: "asc" }, { id: "asc" }],
    })
  ).map(({ reason }) => reason);

describe("a reward's way", () => {
  async function redeemed(): Promise<{ redemptionId: string; code: string }> {
    await givenPoints();
    await redeem(scene, ADA);
    await scene.world.runJobs();
    const { hold } = await memberOf(scene, ADA);
    return { redemptionId: hold?.redemptionId ?? "", code: hold?.code ?? "" };
  }
  const stateOf = async (id: string) =>
    (await scene.db.pointsRedemption.findFirstOrThrow({ where: { shopId: SHOP_ID, id } })).state;

  test("held while the store makes it, then there with its code and last day, then used", async () => {
    await givenPoints();
    const result = await redeem(scene, ADA);
    expect(result).toMatchObject({
      outcome: "redeemed",
      redemption: { rewardId: "five-off", points: 500, state: "held", code: null, expiresOn: null },
    });
    await scene.world.runJobs();
    const { hold } = await memberOf(scene, ADA);
    expect(hold).toMatchObject({ state: "issued", expiresOn: "2026-06-15" });
    expect(hold?.code).toMatch(/^PTS-/);
    await payWith(scene, { code: hold?.code ?? "", customerId: ADA });
    expect((await memberOf(scene, ADA)).hold).toBeNull();
    expect(await stateOf(hold?.redemptionId ?? "")).toBe("redeemed");
  });

  test("a store that will not make it gives the points back", async () => {
    await givenPoints();
    scene.world.shopify.answers.push({ kind: "rejected", error: "no" });
    await redeem(scene, ADA);
    await scene.world.runJobs();
    expect(await memberOf(scene, ADA)).toMatchObject({ availablePoints: 1_000, hold: null });
    expect(await reasons()).toContain("returned-failed");
  });

  test("given back by its owner, once; its code ends in the store", async () => {
    const { redemptionId } = await redeemed();
    expect(await giveBackReward(scene, ADA, redemptionId)).toEqual({ outcome: "cancelled", points: 500 });
    expect(await giveBackReward(scene, ADA, redemptionId)).toEqual({
      outcome: "refused",
      reason: "not-open",
    });
    await scene.world.runJobs();
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 1_000 });
    expect(scene.world.shopify.calls.map(({ kind }) => kind)).toContain("update-discount-end");
  });

  test("nobody gives back what is somebody else's", async () => {
    const { redemptionId } = await redeemed();
    expect(await giveBackReward(scene, "s1_2", redemptionId)).toMatchObject({ reason: "redemption-unknown" });
  });

  test("over unused it gives its points back, good for 30 days more though their lot was over", async () => {
    await scene.close();
    scene = await createLoyaltyWorld({ expiryMonths: 1, rewards: [REWARDS[0]] });
    await givenCustomer(scene.db, { legacyId: 1 });
    const { redemptionId } = await redeemed();
    // The day that they were told it is good until is good until midnight.
    expect((await memberOf(scene, ADA)).hold).toMatchObject({ expiresOn: "2026-06-15" });
    await goTo(scene, "2026-06-15T20:59:00Z");
    expect(await stateOf(redemptionId)).toBe("issued");
    await goTo(scene, "2026-06-15T22:00:00Z");
    expect(await stateOf(redemptionId)).toBe("returned");
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 500 });
    await goTo(scene, "2026-07-16T22:00:00Z");
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 0 });
  });

  test("an order that used it and is cancelled opens it again", async () => {
    const { redemptionId, code } = await redeemed();
    const orderId = await payWith(scene, { code, customerId: ADA });
    await scene.db.order.updateMany({
      where: { shopId: SHOP_ID, id: orderId },
      data: { cancelledAt: scene.world.now(), isValid: false },
    });
    await tellOrder(scene, orderId, "order.cancelled");
    expect(await stateOf(redemptionId)).toBe("issued");
    expect(await memberOf(scene, ADA)).toMatchObject({ hold: { code }, availablePoints: 500 });
  });

  test("news that it ended, heard after those of its use, give nothing back", async () => {
    const { redemptionId, code } = await redeemed();
    await payWith(scene, { code, customerId: ADA });
    const old = { shopId: SHOP_ID, redemptionId, news: "over", now: scene.world.now() } as const;
    await inTransaction(scene.db, (tx) => settleRedemption(tx, old), { shopId: SHOP_ID });
    expect(await stateOf(redemptionId)).toBe("redeemed");
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 500 });
  });

  test("used although it was given back a moment before: its points are taken again, or owed", async () => {
    const { redemptionId, code } = await redeemed();
    await giveBackReward(scene, ADA, redemptionId);
    await redeem(scene, ADA, { rewardId: "any", points: 900 });
    await payWith(scene, { code, customerId: ADA });
    expect(await stateOf(redemptionId)).toBe("redeemed");
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 0, debt: 400 });
  });

  test("money is redeemed as soon as it is given", async () => {
    await givenProgramme(scene.db, {
      rewards: [{ id: "card", title: "Card", kind: "gift-card", costPoints: 400, valueMinor: 400 }],
    });
    await givenPoints();
    await redeem(scene, ADA, { rewardId: "card" });
    await scene.world.runJobs();
    expect(await memberOf(scene, ADA)).toMatchObject({ hold: null, availablePoints: 600 });
    expect(scene.world.shopify.calls).toEqual([expect.objectContaining({ kind: "create-gift-card" })]);
  });

  test("an unknown reward, one that is off and one whose day is over are refused without a change", async () => {
    const over = { ...REWARDS[0], endsOn: "2026-03-16" };
    await givenProgramme(scene.db, { rewards: [over, { ...REWARDS[0], id: "off", isOn: false }] });
    await givenPoints();
    expect(await redeem(scene, ADA, { rewardId: "another-shops" })).toMatchObject({
      reason: "reward-unknown",
    });
    expect(await redeem(scene, ADA, { rewardId: "off" })).toMatchObject({ reason: "reward-over" });
    expect(await redeem(scene, ADA)).toMatchObject({ reason: "reward-over" });
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 1_000 });
  });

  test("who was deleted, and a shop without the app, get nothing", async () => {
    await givenPoints();
    await scene.db.customer.updateMany({ where: { shopId: SHOP_ID }, data: { deletedAt: NOW } });
    expect(await redeem(scene, ADA)).toMatchObject({ reason: "customer-unknown" });
    await scene.db.shop.updateMany({ where: { id: SHOP_ID }, data: { uninstalledAt: NOW } });
    expect(await redeem(scene, ADA)).toMatchObject({ reason: "programme-off" });
  });
});

describe("guests", () => {
  test("their points wait under the address and are the customer's who turns up with it", async () => {
    const orderId = await buy(5_000, { customerId: null, email: "Grace@Example.com" });
    const [lot] = await scene.db.pointsLot.findMany({ where: { shopId: SHOP_ID } });
    expect(lot).toMatchObject({ customerId: null, guestKey: guestKeyOf("grace@example.com"), pending: 500 });
    await scene.db.order.updateMany({ where: { shopId: SHOP_ID, id: orderId }, data: { customerId: ADA } });
    await tellOrder(scene, orderId, "order.changed");
    expect(await pointsOf(scene, ADA)).toEqual({ available: 0, pending: 500, debt: 0 });
    expect(await reasons()).toEqual(["claimed"]);
  });

  test("what waits under an address is told to the person with it who asks, and nobody else's", async () => {
    await buy(5_000, { customerId: null, email: "Grace@Example.com" });
    await buy(2_000, { customerId: null, email: "heidi@example.com" });
    const exportOf = (email: string) =>
      loyaltyPrivacy.exportOf(scene.db, { shopId: SHOP_ID, person: { ...NOBODY, emails: [email] } });
    const told = await exportOf("grace@example.com");
    expect(told.map(({ table }) => table)).toEqual(["PointsPosting", "PointsLot"]);
    const [lot] = told.find(({ table }) => table === "PointsLot")?.rows ?? [];
    expect(lot).toMatchObject({ customerId: null, sourceKind: "order", pending: 500 });
    expect(JSON.stringify(told)).not.toContain(guestKeyOf("grace@example.com"));
    expect(await exportOf("somebody-else@example.com")).toEqual([]);
  });

  test("whose order becomes a customer's takes part in the programme as that customer", async () => {
    const orderId = await buy(5_000, { customerId: null, email: "grace@example.com" });
    const march = { shopId: SHOP_ID, fromOn: "2026-03-01", toOn: "2026-03-31", now: NOW };
    expect((await presentLoyaltyReport(scene.db, march)).participation.activeCount).toBe(0);
    await scene.db.order.updateMany({ where: { shopId: SHOP_ID, id: orderId }, data: { customerId: ADA } });
    await tellOrder(scene, orderId, "order.changed");
    expect((await presentLoyaltyReport(scene.db, march)).participation.activeCount).toBe(1);
  });

  test("an order that became somebody's with the history is found by the sweep", async () => {
    const orderId = await buy(5_000, { customerId: null, email: "grace@example.com" });
    await scene.db.order.updateMany({ where: { shopId: SHOP_ID, id: orderId }, data: { customerId: ADA } });
    await goTo(scene, "2026-03-02T12:00:00Z");
    expect(await pointsOf(scene, ADA)).toMatchObject({ pending: 500 });
  });
});

describe("points for what people do", () => {
  const account = { type: "customer.account-created", customerId: ADA, subjectId: ADA } as const;
  const answered = (messageId: string) =>
    ({
      type: "message.answered",
      sourceKey: `answered:${messageId}`,
      payload: {
        ...{ messageId, customerId: ADA, purpose: "flows", subjectId: null },
        ...{ questionKey: "order-rating", answerKey: "5" },
      },
      customerId: ADA,
      subjectId: messageId,
    }) as const;

  test("an account earns once, at once", async () => {
    await givenProgramme(scene.db, { doings: [{ kind: "sign-up", points: 50 }] });
    await tell({ ...account, sourceKey: "a1", payload: { customerId: ADA } });
    await tell({ ...account, sourceKey: "a2", payload: { customerId: ADA } });
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 50, pending: 0 });
  });

  test("answers earn each, but not more often than the rule says", async () => {
    await givenProgramme(scene.db, { doings: [{ kind: "survey", points: 20, onceInDays: 30 }] });
    await tell(answered("m1"));
    await tell(answered("m2"));
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 20 });
    expect(await reasons()).toEqual(["earned", "award-too-soon"]);
    await goTo(scene, "2026-04-02T10:00:00Z");
    await tell(answered("m3"));
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 40 });
  });

  describe("the answer after a purchase", () => {
    beforeEach(() =>
      givenProgramme(scene.db, { doings: [{ kind: "survey", points: 20, onceInDays: null }] }),
    );

    const order = (over: Partial<Parameters<typeof givenPaidOrder>[1]> = {}) =>
      givenPaidOrder(scene.db, { customerId: ADA, lines: [{ minor: 1_000 }], ...over });
    const unpaid = { isValid: false, financialStatus: "PENDING", netMinor: 0, receivedMinor: 0 };
    const answer = (orderId: string, customerId: string | null = ADA, sourceKey = orderId) =>
      tell({
        ...{ type: "survey.answered", sourceKey, customerId, subjectId: orderId },
        payload: { orderId, customerId, questionKey: "after-purchase", answerKey: "5", place: "thank-you" },
      });

    test("earns by the same rule, once per order, and a guest's earns nothing", async () => {
      const orderId = await order();
      await answer(orderId);
      await answer(orderId, ADA, "told again");
      await answer(await order({ customerId: null }), null);
      await tellOrder(scene, orderId);
      expect(await pointsOf(scene, ADA)).toMatchObject({ available: 20 });
      await answer(await order());
      expect(await pointsOf(scene, ADA)).toMatchObject({ available: 40 });
    });

    test("earns nothing before the order is paid, and then once", async () => {
      const orderId = await order(unpaid);
      await answer(orderId);
      expect(await pointsOf(scene, ADA)).toMatchObject({ available: 0 });
      expect(await reasons()).toEqual(["award-unpaid"]);
      const paid = { isValid: true, financialStatus: "PAID", netMinor: 1_000n, receivedMinor: 1_000n };
      await scene.db.order.updateMany({ where: { shopId: SHOP_ID, id: orderId }, data: paid });
      await tellOrder(scene, orderId);
      await tellOrder(scene, orderId, "order.changed");
      expect(await pointsOf(scene, ADA)).toMatchObject({ available: 20 });
    });

    test("earns nothing when the order is cancelled before it is paid", async () => {
      const orderId = await order(unpaid);
      await answer(orderId);
      await cancelOrder(scene, orderId);
      expect(await pointsOf(scene, ADA)).toMatchObject({ available: 0 });
    });
  });

  const promised = { type: "vip.points-promised", customerId: ADA, subjectId: "e1" } as const;

  test.each([
    [true, 250, "given"],
    [false, 0, "refused"],
  ])(
    "a tier's points are given once, and the tier is told (programme on: %s)",
    async (isEnabled, points, outcome) => {
      await givenProgramme(scene.db, { isEnabled });
      const payload = { customerId: ADA, entitlementId: "e1", tierId: "gold", points: 250 };
      await tell({ ...promised, sourceKey: "p1", payload });
      await tell({ ...promised, sourceKey: "p2", payload });
      expect(await pointsOf(scene, ADA)).toMatchObject({ available: points });
      const told = await scene.db.domainEvent.findMany({
        where: { shopId: SHOP_ID, type: "vip.points-settled" },
      });
      expect(told.map(({ payloadJson }) => JSON.parse(payloadJson) as unknown)).toEqual([
        expect.objectContaining({ entitlementId: "e1", outcome }),
      ]);
    },
  );

  const friend = (referralId: string, attempt = "0") =>
    tell({
      type: "referral.points-promised",
      sourceKey: `promised:${referralId}:${attempt}`,
      payload: { referralId, customerId: ADA, attempt },
      customerId: ADA,
      subjectId: referralId,
    });
  const answers = async () => {
    const told = await scene.db.domainEvent.findMany({
      where: { shopId: SHOP_ID, type: "referral.points-settled" },
      orderBy: { sourceKey: "asc" },
    });
    return told.map(({ payloadJson }) => JSON.parse(payloadJson) as unknown);
  };

  test("friends brought earn by the rule, however soon after another, and whoever promised it is told", async () => {
    await givenProgramme(scene.db, { doings: [{ kind: "referral", points: 75, onceInDays: 30 }] });
    await friend("r1");
    await friend("r2");
    await friend("r2", "1");
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 150 });
    expect(await answers()).toMatchObject([
      { referralId: "r1", attempt: "0", outcome: "given", reason: null },
      { referralId: "r2", attempt: "0", outcome: "given" },
      { referralId: "r2", attempt: "1", outcome: "given" },
    ]);
  });

  test.each([
    ["no-rule", {}],
    ["programme-off", { isEnabled: false, doings: [{ kind: "referral" as const, points: 75 }] }],
  ])("whoever promised points for a friend hears that they were refused: %s", async (reason, settings) => {
    await givenProgramme(scene.db, settings);
    await friend("r1");
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 0 });
    expect(await answers()).toMatchObject([{ referralId: "r1", outcome: "refused", reason }]);
  });

  test("without a rule nothing is earned and nothing is explained", async () => {
    await tell(answered("m1"));
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 0 });
    expect(await reasons()).toEqual([]);
  });
});

describe("by hand", () => {
  const wish = (points: number, over: { staffId?: string | null; key?: string } = {}) =>
    adjustPoints(scene.db, {
      ...{ shopId: SHOP_ID, customerId: ADA, points, reason: "Late parcel", now: scene.world.now() },
      staffId: over.staffId === undefined ? "7" : over.staffId,
      idempotencyKey: over.key ?? `${points}`,
    });
  const decide = (
    adjustmentId: string,
    staffId: string | null,
    verdict: "approved" | "declined" = "approved",
  ) =>
    decideAdjustment(scene.db, { shopId: SHOP_ID, adjustmentId, staffId, verdict, now: scene.world.now() });

  test.each([
    [999, "adjusted"],
    [1_000, "adjusted"],
    [1_001, "requested"],
    [-1_001, "requested"],
  ])("with a limit of 1,000, %i points are %s", async (points, outcome) => {
    await givenPoints(2_000);
    expect((await wish(points)).outcome).toBe(outcome);
    expect((await pointsOf(scene, ADA)).available).toBe(2_000 + (outcome === "adjusted" ? points : 0));
  });

  test("above the limit somebody else approves, once", async () => {
    const asked = await wish(5_000);
    const id = "adjustmentId" in asked ? asked.adjustmentId : "";
    expect((await presentQueue(scene.db, { shopId: SHOP_ID })).adjustments).toMatchObject([
      { adjustmentId: id, points: 5_000, reason: "Late parcel", requestedBy: "7", customer: { id: ADA } },
    ]);
    expect(await decide(id, "7")).toMatchObject({ outcome: "refused", reason: "own-request" });
    expect(await decide(id, null)).toMatchObject({ outcome: "refused", reason: "staff-unknown" });
    expect(await decide(id, "8")).toMatchObject({ outcome: "adjusted" });
    expect(await decide(id, "8")).toMatchObject({ outcome: "refused", reason: "decided-already" });
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 5_000 });
  });

  test("declined, nothing changes", async () => {
    const asked = await wish(5_000);
    const id = "adjustmentId" in asked ? asked.adjustmentId : "";
    expect(await decide(id, "8", "declined")).toEqual({ outcome: "declined" });
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 0 });
  });

  test("a double click is one, nobody is taken below zero, and a reason is needed", async () => {
    await Promise.all([wish(100, { key: "k" }), wish(100, { key: "k" })]);
    expect(await pointsOf(scene, ADA)).toMatchObject({ available: 100 });
    expect(await wish(-101)).toMatchObject({ reason: "not-enough", params: { missing: 1 } });
    expect(await wish(0)).toMatchObject({ reason: "no-points" });
    expect(await wish(0.5)).toMatchObject({ reason: "no-points" });
    const blank = {
      shopId: SHOP_ID,
      customerId: ADA,
      points: 5,
      reason: " ",
      staffId: "7",
      idempotencyKey: "b",
    };
    expect(await adjustPoints(scene.db, { ...blank, now: NOW })).toMatchObject({ reason: "no-reason" });
  });
});

describe("what looks odd", () => {
  beforeEach(() => givenProgramme(scene.db, { velocity: { pointsPerDay: 500 }, holdingDays: 0 }));

  const waiting = async () => (await presentQueue(scene.db, { shopId: SHOP_ID })).reviews;

  test("waits until somebody has looked, and is spendable once released", async () => {
    await buy(5_000);
    await buy(10);
    expect(await pointsOf(scene, ADA)).toEqual({ available: 500, pending: 1, debt: 0 });
    const [row] = await waiting();
    expect(row).toMatchObject({ points: 1, reason: "too-much", params: { points: 501, limit: 500 } });
    await goTo(scene, "2026-05-01T10:00:00Z");
    expect(await pointsOf(scene, ADA)).toMatchObject({ pending: 1 });
    const verdict = {
      shopId: SHOP_ID,
      lotId: row?.lotId ?? "",
      staffId: "7",
      now: scene.world.now(),
    } as const;
    expect(await reviewLot(scene.db, { ...verdict, verdict: "released" })).toEqual({ outcome: "released" });
    expect(await reviewLot(scene.db, { ...verdict, verdict: "rejected" })).toEqual({
      outcome: "not-waiting",
    });
    expect(await pointsOf(scene, ADA)).toEqual({ available: 501, pending: 0, debt: 0 });
  });

  test("rejected, its points go and do not come back with the order", async () => {
    await buy(5_000);
    const orderId = await buy(10);
    const [row] = await waiting();
    const now = scene.world.now();
    await reviewLot(scene.db, {
      ...{ shopId: SHOP_ID, lotId: row?.lotId ?? "", verdict: "rejected", staffId: "7", now },
    });
    await tellOrder(scene, orderId, "order.changed");
    expect(await pointsOf(scene, ADA)).toEqual({ available: 500, pending: 0, debt: 0 });
    expect(await waiting()).toEqual([]);
  });
});

test("points that end soon are told once, all of a person together", async () => {
  await givenPoints(300);
  await goTo(scene, "2026-03-18T10:00:00Z");
  await buy(1_000);
  await goTo(scene, "2026-04-02T10:00:00Z");
  await goTo(scene, "2027-03-08T10:00:00Z");
  await goTo(scene, "2027-03-09T10:00:00Z");
  const told = await scene.db.domainEvent.findMany({ where: { shopId: SHOP_ID, type: "points.expiring" } });
  expect(told.map(({ payloadJson }) => JSON.parse(payloadJson) as unknown)).toEqual([
    { customerId: ADA, points: 400, expiresOn: "2027-03-16" },
  ]);
});

test("the programme's numbers add up, month by month, and are written for finance", async () => {
  await givenPoints();
  await redeem(scene, ADA);
  await scene.world.runJobs();
  const { hold } = await memberOf(scene, ADA);
  await goTo(scene, "2026-04-02T10:00:00Z");
  const orderId = await payWith(scene, { code: hold?.code ?? "", customerId: ADA });
  await refund(scene, orderId, { minor: 1_500 });
  await givenCustomer(scene.db, { legacyId: 9 });
  const asked = { shopId: SHOP_ID, fromOn: "2026-03-01", toOn: "2026-04-30", now: scene.world.now() };
  const report = await presentLoyaltyReport(scene.db, asked);
  expect(report.total).toMatchObject({
    ...{ opening: 0, earned: 1_150, redeemed: -500, clawedBack: -150, closing: 500 },
  });
  expect(report.months.map(({ month, opening, closing }) => [month, opening, closing])).toEqual([
    ["2026-03", 0, 1_000],
    ["2026-04", 1_000, 500],
  ]);
  expect([report.total, ...report.months].map(balanced)).toEqual([true, true, true]);
  expect(report.liability).toMatchObject({
    outstandingPoints: 500,
    redemptionBp: 5_000,
    liabilityMinor: 500,
  });
  expect(report.participation).toEqual({ activeCount: 1, eligibleCount: 2, shareBp: 5_000 });
  const { fileName, text } = await presentLiabilityCsv(scene.db, { ...asked, locale: "en" });
  expect(fileName).toBe("points-2026-03-01-2026-04-30.csv");
  expect(text.trim().split("\r\n").at(-1)).toBe("2026-03-01,2026-04-30,0,1150,0,0,-500,0,-150,0,500,5.00");
});

const balanced = (row: Parameters<typeof isBalanced>[0]) => {
  const { opening, earned, adjusted, writtenOff, redeemed, expired, clawedBack, forfeited, closing } = row;
  return isBalanced({
    opening,
    earned,
    adjusted,
    writtenOff,
    redeemed,
    expired,
    clawedBack,
    forfeited,
    closing,
  });
};

test("members are listed with their ledgers", async () => {
  await givenPoints();
  await redeem(scene, ADA);
  const list = await presentMembers(scene.db, { shopId: SHOP_ID, query: MembersQuerySchema.parse({}) });
  expect(list).toMatchObject({
    totalCount: 1,
    rows: [{ customerId: ADA, name: "Ada Lovelace", availablePoints: 500, earnedPoints: 1_000 }],
  });
  const none = MembersQuerySchema.parse({ query: "Nobody" });
  expect((await presentMembers(scene.db, { shopId: SHOP_ID, query: none })).totalCount).toBe(0);
  const { lines } = await presentLedger(scene.db, { shopId: SHOP_ID, customerId: ADA, page: 1 });
  expect(
    lines.map(({ kind, availableChange, pendingChange }) => [kind, availableChange, pendingChange]),
  ).toEqual([
    ["held", -500, 0],
    ["matured", 1_000, -1_000],
    ["earned", 0, 1_000],
  ]);
});

test("switched on, the programme counts from then on; saved again it goes on", async () => {
  await givenProgramme(scene.db, { isEnabled: false, earningSince: null });
  const save = (input: object, now: Date) => saveLoyaltySettings(scene.db, { shopId: SHOP_ID, input, now });
  expect(await save({ holdingDays: -1 }, NOW)).toMatchObject({ outcome: "invalid" });
  expect(await save({ isEnabled: true }, NOW)).toEqual({ outcome: "saved", warnings: [] });
  const later = new Date("2026-03-05T10:00:00Z");
  await save({ isEnabled: true, holdingDays: 7 }, later);
  const row = await scene.db.shopSetting.findFirstOrThrow({ where: { shopId: SHOP_ID, key: "loyalty" } });
  expect(JSON.parse(row.valueJson)).toMatchObject({ holdingDays: 7, earningSince: NOW.toISOString() });
});
