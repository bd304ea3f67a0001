import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { DAY_MS } from "~/kit/duration";

import { givenCustomer, nextLegacyId, SHOP_ID } from "../../../tests/support/factories";
import { ADA, ADAS, createReferralWorld, type ReferralWorld } from "../../../tests/support/referral-world";
import { reviewReferral } from "./review/service.server";

let shop: ReferralWorld;
beforeAll(async () => {
  // Caps are rules of their own; here every order could be rewarded.
  shop = await createReferralWorld({ monthlyCap: null, lifetimeCap: null, holdDays: 3 });
});
afterAll(() => shop.close());

const STEPS = [
  "pay",
  "refund-some",
  "refund-most",
  "cancel",
  "wait",
  "wait",
  "approve",
  "refuse",
  "becomes-own",
] as const;
type Step = (typeof STEPS)[number];
const UNDOING: readonly Step[] = ["refund-most", "cancel", "becomes-own"];

async function take(step: Step, orderId: string): Promise<void> {
  const { world, db } = shop;
  const referral = await db.referral.findFirstOrThrow({ where: { shopId: SHOP_ID, orderId } });
  switch (step) {
    case "pay":
      return shop.change(orderId, { financialStatus: "PAID" }, "order.paid");
    case "refund-some":
      return shop.change(orderId, { refundedMinor: 1_000, netMinor: 4_000 }, "order.refunded");
    case "refund-most":
      return shop.change(
        orderId,
        { refundedMinor: 5_000, netMinor: 0, isValid: false, financialStatus: "REFUNDED" },
        "order.refunded",
      );
    case "cancel":
      return shop.change(orderId, { cancelledAt: world.now(), isValid: false }, "order.cancelled");
    case "wait":
      return shop.runAt(new Date(world.now().getTime() + 2 * DAY_MS));
    case "approve":
    case "refuse": {
      const review = { kind: step, referralId: referral.id, note: "as it seems" };
      await reviewReferral(db, { shopId: SHOP_ID, review, staff: null, now: world.now() });
      return;
    }
    case "becomes-own":
      return shop.change(orderId, { customerId: ADA });
  }
}

test("no sequence of payments, refunds, cancellations, waits and decisions rewards an order twice, or one that was undone", async () => {
  const sequences = fc.record({
    steps: fc.array(fc.constantFrom(...STEPS), { minLength: 3, maxLength: 7 }),
    isDoubtful: fc.boolean(),
  });
  let rewardedCount = 0;
  await fc.assert(
    fc.asyncProperty(sequences, async ({ steps, isDoubtful }) => {
      const legacyId = nextLegacyId();
      const friend = await givenCustomer(shop.db, { legacyId });
      const own = { name: `Friend N${legacyId}`, phone: `+48 5${legacyId}0000`, address: null };
      const contacts = [isDoubtful ? { ...own, phone: ADAS.phone } : own];
      // Friends come on days of their own: many at once would be a doubt by itself.
      await shop.runAt(new Date(shop.world.now().getTime() + 2 * DAY_MS));
      const orderId = await shop.buy({ customerId: friend.id, contacts });
      const boughtAt = shop.world.now();
      let isUndone = false;
      for (const step of steps) {
        const wasRewarded = (await shop.stateOf(orderId)) === "rewarded";
        await take(step, orderId);
        const isRefusedByStaff = (await shop.stateOf(orderId)) === "refused: by-staff";
        isUndone ||= !wasRewarded && (isRefusedByStaff || UNDOING.includes(step));
        if (wasRewarded || (await shop.stateOf(orderId)) !== "rewarded") continue;
        expect(isUndone).toBe(false);
        expect(shop.world.now().getTime() - boughtAt.getTime()).toBeGreaterThanOrEqual(3 * DAY_MS);
      }
      const count = (await shop.completed()).filter((id) => id === orderId).length;
      rewardedCount += count;
      expect(count).toBe((await shop.stateOf(orderId)) === "rewarded" ? 1 : 0);
      const { id } = await shop.db.referral.findFirstOrThrow({ where: { shopId: SHOP_ID, orderId } });
      const given = await shop.db.issuedCode.count({
        where: { shopId: SHOP_ID, occasionKey: `referral-reward:${id}` },
      });
      expect(given).toBe(count);
    }),
    { numRuns: 14 },
  );
  expect(rewardedCount).toBeGreaterThan(0);
}, 120_000);
