import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction } from "~/platform/db.server";

import { givenCustomer, givenOrder, SHOP_ID } from "../../../tests/support/factories";
import {
  ADA,
  ADAS,
  BOBS,
  createReferralWorld,
  day,
  type ReferralWorld,
} from "../../../tests/support/referral-world";
import { lookAtReferral } from "./judge/look.server";
import { presentReferralsPage } from "./list/presenter.server";
import { reviewReferral } from "./review/service.server";
import { ReferralFilterSchema } from "./schema";

let shop: ReferralWorld;
beforeEach(async () => {
  shop = await createReferralWorld();
  await givenCustomer(shop.db, { legacyId: 2, firstName: "Bob", email: "bob@example.com" });
});
afterEach(() => shop.close());

const BOB = `${SHOP_ID}_2`;
const bobs = { customerId: BOB, contacts: [BOBS] };
const reasons = async () =>
  (
    await shop.db.decision.findMany({
      where: { shopId: SHOP_ID, feature: "referrals" },
      orderBy: [{ decidedAt: "asc" }, { id: "asc" }],
    })
  ).map(({ reason }) => reason);
const rewards = () =>
  shop.db.issuedCode.findMany({
    where: { shopId: SHOP_ID, occasionKey: { startsWith: "referral-reward:" } },
  });
const referralOf = (orderId: string) =>
  shop.db.referral.findFirstOrThrow({ where: { shopId: SHOP_ID, orderId } });

describe("a friend who buys with a member's code", () => {
  test("brings the member a reward when the return window is over, once, whatever is told again", async () => {
    const orderId = await shop.buy(bobs);
    expect(await shop.stateOf(orderId)).toBe("held");
    await shop.runAt(day(14, -1));
    expect(await shop.stateOf(orderId)).toBe("held");
    await shop.runAt(day(14, 3_600_000));
    expect(await shop.stateOf(orderId)).toBe("rewarded");
    await shop.tell("order.paid", orderId);
    await shop.runAt(day(30));
    expect(await shop.completed()).toEqual([orderId]);
    expect(await rewards()).toMatchObject([{ customerId: ADA, state: "issued", kind: "percentage" }]);
    expect(await reasons()).toEqual(["held", "rewarded-percentage"]);
  });

  test("is rewarded once when many look at the same moment", async () => {
    const orderId = await shop.buy(bobs);
    const { id: referralId } = await referralOf(orderId);
    shop.world.at(day(14));
    const look = () =>
      inTransaction(shop.db, (tx) => lookAtReferral(tx, { shopId: SHOP_ID, referralId, now: day(14) }), {
        shopId: SHOP_ID,
      });
    await Promise.all([look(), look(), look()]);
    expect(await shop.completed()).toEqual([orderId]);
    expect(await rewards()).toHaveLength(1);
  });

  test("pays before anything counts", async () => {
    const orderId = await shop.buy({ ...bobs, isValid: false, financialStatus: "PENDING", netMinor: 0 });
    expect(await shop.stateOf(orderId)).toBe("seen");
    shop.world.at(day(3));
    await shop.change(orderId, { isValid: true, financialStatus: "PAID", netMinor: 5_000 }, "order.paid");
    expect(await referralOf(orderId)).toMatchObject({ state: "held", dueAt: day(17) });
  });

  test.each([
    ["order-cancelled", { cancelledAt: day(1), isValid: false }, "order.cancelled"],
    ["order-refunded", { refundedMinor: 5_000, netMinor: 0, isValid: false }, "order.refunded"],
    ["order-refunded", { refundedMinor: 2_501, netMinor: 2_499 }, "order.refunded"],
  ] as const)(
    "and whose order is undone within the window brings nothing: %s",
    async (reason, data, type) => {
      const orderId = await shop.buy(bobs);
      await shop.change(orderId, data, type);
      await shop.runAt(day(20));
      expect(await shop.stateOf(orderId)).toBe(`refused: ${reason}`);
      expect(await shop.completed()).toEqual([]);
    },
  );

  test("and whose order is refunded after the window keeps the member's reward", async () => {
    const orderId = await shop.buy(bobs);
    await shop.runAt(day(15));
    await shop.change(orderId, { refundedMinor: 5_000, netMinor: 0, isValid: false }, "order.refunded");
    expect(await shop.stateOf(orderId)).toBe("rewarded");
  });

  test("and whose order is cancelled after the window is worth nothing to the shop, whatever it kept of it", async () => {
    const orderId = await shop.buy(bobs);
    await shop.runAt(day(15));
    const page = () =>
      presentReferralsPage(shop.db, {
        ...{ shopId: SHOP_ID, shop: { ianaTimezone: "UTC", currencyCode: "EUR" } },
        ...{ filter: ReferralFilterSchema.parse({}), now: day(16) },
      });
    expect((await page()).netMinor).toBe(5_000);
    await shop.change(orderId, { cancelledAt: day(16), isValid: false }, "order.cancelled");
    expect(await page()).toMatchObject({ netMinor: 0, counts: { rewarded: 1 } });
  });

  /** The loyalty programme's answer to what was asked for last. */
  async function answerPoints(outcome: "given" | "refused"): Promise<void> {
    const asked = await shop.db.domainEvent.findMany({
      where: { shopId: SHOP_ID, type: "referral.points-promised" },
      orderBy: { sourceKey: "asc" },
    });
    const payload = JSON.parse(asked.at(-1)?.payloadJson ?? "{}") as {
      referralId: string;
      customerId: string;
      attempt: string;
    };
    const now = shop.world.now();
    const event = {
      type: "referral.points-settled",
      sourceKey: `answer:${now.getTime()}`,
      payload: { ...payload, outcome, reason: outcome === "given" ? null : "no-rule" },
      customerId: payload.customerId,
      subjectId: payload.referralId,
      occurredAt: now,
    } as const;
    await inTransaction(shop.db, (tx) => publishEvents(tx, [event], { shopId: SHOP_ID, now }), {
      shopId: SHOP_ID,
    });
    await shop.world.runJobs();
  }

  test("brings points where they are the reward: told once the loyalty programme has given them", async () => {
    await shop.configure({ reward: { kind: "points" } });
    const orderId = await shop.buy(bobs);
    await shop.runAt(day(15));
    expect(await shop.completed()).toEqual([]);
    await answerPoints("given");
    expect(await shop.stateOf(orderId)).toBe("rewarded");
    const event = await shop.db.domainEvent.findFirstOrThrow({ where: { type: "referral.completed" } });
    expect(event.customerId).toBe(ADA);
    expect(JSON.parse(event.payloadJson)).toMatchObject({
      ...{ customerId: ADA, friendId: BOB, rewardKind: "points", codeId: null },
    });
    expect(await rewards()).toEqual([]);
    expect(await reasons()).toEqual(["held", "rewarded-points"]);
  });

  test("whose points are refused goes to the staff, uses up no cap, and is tried again when they approve", async () => {
    await shop.configure({ reward: { kind: "points" } });
    const orderId = await shop.buy(bobs);
    await shop.runAt(day(15));
    await answerPoints("refused");
    expect(await referralOf(orderId)).toMatchObject({
      ...{ state: "in-review", reason: "reward-refused-no-rule", signalsJson: '["reward-refused"]' },
      ...{ rewardedAt: null, rewardedMonth: null },
    });
    await shop.runAt(day(16));
    expect(await shop.completed()).toEqual([]);
    const { id: referralId } = await referralOf(orderId);
    const review = { kind: "approve", referralId, note: "There is a rule now" } as const;
    await reviewReferral(shop.db, { shopId: SHOP_ID, review, staff: "7", now: shop.world.now() });
    await shop.world.runJobs();
    await answerPoints("given");
    expect(await shop.stateOf(orderId)).toBe("rewarded");
    expect(await shop.completed()).toEqual([orderId]);
    expect(await reasons()).toEqual(["held", "reward-refused", "approved", "rewarded-points"]);
  });

  test("brings what was promised when they bought, whatever the settings say since", async () => {
    await shop.buy(bobs);
    await shop.configure({ isEnabled: false, reward: { kind: "amount", amountMinor: 100 } });
    await shop.runAt(day(15));
    expect(await rewards()).toMatchObject([{ kind: "percentage", percentBp: 1_000 }]);
  });

  test("brings nothing while the programme is off, or with a code that is nobody's", async () => {
    expect(await shop.stateOf(await shop.buy({ ...bobs, code: "SUMMER" }))).toBeNull();
    await shop.configure({ isEnabled: false });
    expect(await shop.stateOf(await shop.buy(bobs))).toBeNull();
  });
});

describe("who plays the programme", () => {
  test.each([
    ["the member's account", { customerId: ADA }],
    ["the member's address", { email: "ada.lovelace@gmail.com" }],
    ["another way to write it", { email: "adalovelace+me@googlemail.com" }],
  ])("by an order of their own, with %s, gets nothing", async (_, over) => {
    const orderId = await shop.buy(over);
    expect(await shop.stateOf(orderId)).toBe("refused: own-order");
  });

  test("by an account that was merged into theirs since, gets nothing", async () => {
    const orderId = await shop.buy(bobs);
    await shop.change(orderId, { customerId: ADA });
    expect(await shop.stateOf(orderId)).toBe("refused: own-order");
  });

  test("by a friend who bought before, or was brought before, gets nothing", async () => {
    await givenOrder(shop.db, { customerId: BOB, placedAt: day(-3) });
    expect(await shop.stateOf(await shop.buy(bobs))).toBe("refused: not-first-order");
    await shop.configure({ onlyFirstOrder: false });
    const first = await shop.buy(bobs);
    const second = await shop.buy(bobs);
    expect([await shop.stateOf(first), await shop.stateOf(second)]).toEqual([
      "held",
      "refused: friend-known",
    ]);
  });

  test("by a guest with the address of a friend who was brought before, gets nothing", async () => {
    await shop.configure({ onlyFirstOrder: false });
    await shop.buy({ email: "guest@example.com", contacts: [BOBS] });
    const second = await shop.buy({ email: "Guest@example.com", contacts: [BOBS] });
    expect(await shop.stateOf(second)).toBe("refused: friend-known");
  });

  test.each([
    ["same-phone", { phone: "600 700 800" }],
    ["same-address", { address: ADAS.address && { ...ADAS.address, address1: "Dluga 5 m. 12" } }],
    ["same-name", { name: "Lovelace Ada" }],
  ])("with the %s waits for a decision, with the reason", async (signal, contact) => {
    const orderId = await shop.buy({ ...bobs, contacts: [{ ...BOBS, ...contact }] });
    expect(await referralOf(orderId)).toMatchObject({
      ...{ state: "in-review", signalsJson: JSON.stringify([signal]) },
    });
    await shop.runAt(day(20));
    expect(await shop.completed()).toEqual([]);
    expect(await reasons()).toContain(`in-review-${signal}`);
  });

  test("with friends at one address is found out at the second", async () => {
    await givenCustomer(shop.db, { legacyId: 3, email: "eve@example.com" });
    const eves = { ...BOBS, name: "Eve Kowalska", phone: null };
    await shop.buy(bobs);
    const second = await shop.buy({ customerId: `${SHOP_ID}_3`, contacts: [eves] });
    expect(await referralOf(second)).toMatchObject({ signalsJson: '["friends-share-address"]' });
  });

  test("in a household is refused at once where the merchant says so", async () => {
    await shop.configure({ household: "refuse" });
    expect(await shop.stateOf(await shop.buy({ ...bobs, contacts: [ADAS] }))).toBe("refused: household");
  });

  test("gets no more than the caps, in a month and ever", async () => {
    await shop.configure({ monthlyCap: 1, lifetimeCap: 2, holdDays: 0 });
    const friend = (legacyId: number) =>
      givenCustomer(shop.db, { legacyId, email: `f${legacyId}@example.com` });
    const states: (string | null)[] = [];
    for (const [legacyId, at] of [
      [11, 0],
      [12, 1],
      [13, 31],
      [14, 62],
    ] as const) {
      shop.world.at(day(at));
      await friend(legacyId);
      states.push(await shop.stateOf(await shop.buy({ customerId: `${SHOP_ID}_${legacyId}` })));
    }
    expect(states).toEqual(["rewarded", "refused: cap-month", "rewarded", "refused: cap-lifetime"]);
  });
});

describe("contacts", () => {
  test("are kept as keyed hashes only", async () => {
    const orderId = await shop.buy(bobs);
    const { id } = await referralOf(orderId);
    const marks = await shop.db.referralMark.findMany({ where: { shopId: SHOP_ID, referralId: id } });
    expect(marks.map(({ side, kind }) => `${side} ${kind}`).sort()).toEqual([
      ...["advocate address", "advocate name", "advocate phone"],
      ...["friend address", "friend name", "friend phone"],
    ]);
    expect(JSON.stringify(marks)).not.toMatch(/511 ?222|nowak|krotka/i);
  });

  test("that the store does not tell make a person look", async () => {
    shop.world.shopify.answers.push({ kind: "rejected", error: "ACCESS_DENIED" });
    const orderId = await shop.buy(bobs);
    expect(await referralOf(orderId)).toMatchObject({ state: "in-review", contacts: "unreadable" });
  });
});

describe("a decision of the staff", () => {
  const decide = (referralId: string, kind: "approve" | "refuse") =>
    reviewReferral(shop.db, {
      ...{ shopId: SHOP_ID, staff: "7", now: shop.world.now() },
      review: { kind, referralId, note: "They are neighbours" },
    });
  const doubtful = () => shop.buy({ ...bobs, contacts: [{ ...BOBS, phone: ADAS.phone }] });

  test("to approve lets it wait for its window, or rewards at once when that is over", async () => {
    const orderId = await doubtful();
    const { id } = await referralOf(orderId);
    shop.world.at(day(2));
    expect(await decide(id, "approve")).toEqual({ outcome: "approved" });
    expect(await referralOf(orderId)).toMatchObject({
      ...{ state: "held", dueAt: day(14), reviewedBy: "7", reviewNote: "They are neighbours" },
    });
    await shop.runAt(day(15));
    expect(await shop.completed()).toEqual([orderId]);
  });

  test("after the window rewards at once; a second decision comes too late", async () => {
    const orderId = await doubtful();
    const { id } = await referralOf(orderId);
    shop.world.at(day(20));
    const answers = await Promise.all([decide(id, "approve"), decide(id, "refuse")]);
    expect(answers.map(({ outcome }) => outcome).sort()).toContain("not-in-review");
    expect(await shop.stateOf(orderId)).toBe(
      answers[0].outcome === "approved" ? "rewarded" : "refused: by-staff",
    );
  });

  test("to refuse is final", async () => {
    const orderId = await doubtful();
    const { id } = await referralOf(orderId);
    expect(await decide(id, "refuse")).toEqual({ outcome: "refused" });
    await shop.runAt(day(20));
    expect(await shop.stateOf(orderId)).toBe("refused: by-staff");
    expect(await decide(id, "approve")).toEqual({ outcome: "not-in-review" });
  });

  test("cannot reward an order that was refunded while it waited", async () => {
    const orderId = await doubtful();
    const { id } = await referralOf(orderId);
    await shop.change(orderId, { refundedMinor: 5_000, netMinor: 0, isValid: false }, "order.refunded");
    expect(await decide(id, "approve")).toEqual({ outcome: "not-in-review" });
    expect(await shop.stateOf(orderId)).toBe("refused: order-refunded");
  });

  test("is asked for when the store does not allow the reward, and tries again", async () => {
    await shop.configure({ reward: { kind: "store-credit", amountMinor: 500 } });
    const orderId = await shop.buy(bobs);
    await shop.runAt(day(15));
    const { id } = await referralOf(orderId);
    expect(await referralOf(orderId)).toMatchObject({
      ...{ state: "in-review", reason: "reward-refused-missing-scope", signalsJson: '["reward-refused"]' },
    });
    const scopes = "read_store_credit_accounts,write_store_credit_account_transactions";
    await shop.db.shop.update({ where: { id: SHOP_ID }, data: { scopes } });
    expect(await decide(id, "approve")).toEqual({ outcome: "approved" });
    expect(await shop.stateOf(orderId)).toBe("rewarded");
    expect(await shop.completed()).toEqual([orderId]);
  });
});
