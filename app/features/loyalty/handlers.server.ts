import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { defineSubscriber } from "~/pipeline/events/subscriber";

import { settleDebts } from "./ageing/age.server";
import { awardAnswers } from "./awards/answers.server";
import { award } from "./awards/award.server";
import { dropFormerMembers, sumMembers } from "./ledger/members/repository.server";
import { settleOrders } from "./orders/settle.server";
import { OCCASION } from "./redemptions/redeem.server";
import { type RewardNews, settleRedemption } from "./redemptions/settle.server";

/** Whatever changes what an order is worth, or whose it is, changes its points. */
export const onOrder = defineSubscriber({
  name: "loyalty.on-order",
  events: [
    "order.placed",
    "order.paid",
    "order.refunded",
    "order.cancelled",
    "order.changed",
    "order.deleted",
  ],
  async runTogether(events, { tx, now }) {
    const [first] = events;
    // Of an order with several events one look is as good as all: what counts is how it stands.
    const orderIds = [...new Set(events.map(({ payload }) => payload.orderId))];
    if (!first) return;
    await settleOrders(tx, { shopId: first.shopId, orderIds, now });
    await awardAnswers(tx, { shopId: first.shopId, orderIds, now });
  },
});

/** Somebody has an account of the store. */
export const onAccount = defineSubscriber({
  name: "loyalty.on-account",
  events: ["customer.account-created"],
  run: async ({ shopId, payload: { customerId }, occurredAt }, { tx, now }) => {
    const what = { kind: "sign-up", key: "" } as const;
    await award(tx, { shopId, customerId, what, occasionKey: "once", happenedAt: occurredAt, now });
  },
});

/** Somebody answered a mail's question, or the one after a purchase. */
export const onAnswer = defineSubscriber({
  name: "loyalty.on-answer",
  events: ["message.answered", "survey.answered"],
  run: async ({ shopId, payload, occurredAt: happenedAt }, { tx, now }) => {
    if ("orderId" in payload) return awardAnswers(tx, { shopId, orderIds: [payload.orderId], now });
    const { customerId, questionKey, messageId: occasionKey } = payload;
    if (customerId === null) return;
    const what = { kind: "survey", key: questionKey } as const;
    await award(tx, { shopId, customerId, what, occasionKey, happenedAt, now });
  },
});

/** A friend somebody brought has bought: as many points as the programme's rule gives, and who promised them is told. */
export const onReferral = defineSubscriber({
  name: "loyalty.on-referral",
  events: ["referral.points-promised"],
  run: async ({ shopId, payload }, { tx, now }) => {
    const { customerId, referralId, attempt } = payload;
    const what = { kind: "referral", key: "" } as const;
    const occasion = { shopId, customerId, occasionKey: referralId, happenedAt: null, now };
    const result = await award(tx, { ...occasion, what, isPromised: true });
    const isGiven = result.kind === "awarded" || result.reason === "had";
    const settled: DomainEvent<"referral.points-settled"> = {
      type: "referral.points-settled",
      sourceKey: `referral.points-settled:${referralId}:${attempt}`,
      payload: {
        ...{ customerId, referralId, attempt },
        outcome: isGiven ? "given" : "refused",
        reason: isGiven ? null : result.reason,
      },
      customerId,
      subjectId: referralId,
      occurredAt: now,
    };
    await publishEvents(tx, [settled], { shopId, now });
  },
});

/** A tier brings points: they are given once per promise, and who promised is told. */
export const onPromise = defineSubscriber({
  name: "loyalty.on-promise",
  events: ["vip.points-promised"],
  run: async ({ shopId, payload }, { tx, now }) => {
    const { customerId, entitlementId, points } = payload;
    const what = { kind: "gift", points } as const;
    const occasion = { shopId, customerId, occasionKey: `vip:${entitlementId}`, happenedAt: null, now };
    const result = await award(tx, { ...occasion, what });
    const isGiven = result.kind === "awarded" || result.reason === "had";
    const settled: DomainEvent<"vip.points-settled"> = {
      type: "vip.points-settled",
      sourceKey: `vip.points-settled:${entitlementId}`,
      payload: {
        ...{ customerId, entitlementId },
        outcome: isGiven ? "given" : "refused",
        reason: isGiven ? null : "points-refused",
      },
      customerId,
      subjectId: entitlementId,
      occurredAt: now,
    };
    await publishEvents(tx, [settled], { shopId, now });
  },
});

export const onMerge = defineSubscriber({
  name: "loyalty.on-merge",
  events: ["customer.merged", "customer.unmerged"],
  run: async ({ shopId, payload }, { tx, now }) => {
    const customerIds = [payload.customerId, payload.mergedCustomerId];
    await sumMembers(tx, { shopId, customerIds });
    await dropFormerMembers(tx, { shopId, customerIds });
    await settleDebts(tx, { shopId, customerIds, now });
  },
});

const NEWS = {
  "code.issued": "issued",
  "code.failed": "failed",
  "code.redeemed": "used",
  "code.reopened": "reopened",
  "code.expired": "over",
} as const satisfies Record<string, RewardNews>;

/** What became of the reward that somebody gave points for. */
export const onReward = defineSubscriber({
  name: "loyalty.on-reward",
  events: ["code.issued", "code.failed", "code.redeemed", "code.reopened", "code.expired"],
  async run({ shopId, type, payload }, { tx, now }) {
    if (!payload.occasionKey.startsWith(OCCASION)) return;
    const redemptionId = payload.occasionKey.slice(OCCASION.length);
    await settleRedemption(tx, { shopId, redemptionId, news: NEWS[type], now });
  },
});
