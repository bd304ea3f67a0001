import { defineSubscriber } from "~/pipeline/events/subscriber";

import { lookAtReferral } from "./judge/look.server";
import { recordReferral } from "./judge/record.server";
import { settlePoints } from "./judge/reward.server";
import { tell } from "./judge/tell.server";
import { listOrdersToLookAt, noteLostReward } from "./repository.server";

/** Whatever changes an order with a referral code is looked at; what it comes to follows from how the order stands. */
export const onOrder = defineSubscriber({
  name: "referrals.on-order",
  events: [
    "order.placed",
    "order.paid",
    "order.refunded",
    "order.cancelled",
    "order.changed",
    "order.deleted",
  ],
  async sift(events, { tx }) {
    const [first] = events;
    if (!first) return [];
    const orderIds = events.map(({ payload }) => payload.orderId);
    const concerned = await listOrdersToLookAt(tx, { shopId: first.shopId, orderIds });
    return events.filter(({ payload }) => concerned.has(payload.orderId));
  },
  async run({ shopId, payload: { orderId } }, { tx, now }) {
    const referral = await recordReferral(tx, { shopId, orderId, now });
    if (referral) await lookAtReferral(tx, { shopId, referralId: referral.id, now });
  },
});

/** The loyalty programme answered whether it gave the points of a reward. */
export const onPoints = defineSubscriber({
  name: "referrals.on-points",
  events: ["referral.points-settled"],
  async run({ shopId, payload: { referralId, attempt, outcome, reason } }, { tx, now }) {
    const refusal = outcome === "given" ? null : (reason ?? "points-refused");
    await settlePoints(tx, { shopId, referralId, attempt, refusal, now });
  },
});

/** The store would not have the code of a reward: it is shown with the referral, so that somebody makes good for it. */
export const onFailedCode = defineSubscriber({
  name: "referrals.on-failed-code",
  events: ["code.failed"],
  async run({ shopId, payload: { codeId } }, { tx, now }) {
    const referral = await noteLostReward(tx, { shopId, codeId, now });
    if (referral) await tell(tx, referral, { outcome: "stopped", reason: "reward-lost", now });
  },
});
