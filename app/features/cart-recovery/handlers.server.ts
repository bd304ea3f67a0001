import { defineSubscriber } from "~/pipeline/events/subscriber";

import { OCCASION_PREFIX } from "./facts/repository.server";
import { continueAfterCode } from "./flow/after-code.server";
import { forgetBought, watchCheckout } from "./flow/open.server";
import { recordRecovered } from "./flow/recovered.server";
import { listMailedCheckoutTokens, listUncountedOrderIds } from "./repository.server";

export const onCheckout = defineSubscriber({
  name: "cart-recovery.on-checkout",
  events: ["checkout.started", "checkout.active", "checkout.completed"],
  async run({ type, shopId, payload: { checkoutId } }, { tx, now }) {
    if (type === "checkout.completed") await forgetBought(tx, { shopId, checkoutId });
    else await watchCheckout(tx, { shopId, checkoutId, now });
  },
});

export const onCode = defineSubscriber({
  name: "cart-recovery.on-code",
  events: ["code.issued", "code.failed"],
  async run({ shopId, payload: { codeId, occasionKey } }, { tx, now }) {
    if (occasionKey.startsWith(OCCASION_PREFIX)) await continueAfterCode(tx, { shopId, codeId, now });
  },
});

/** What came with the history was told to nobody: orders that a mailed checkout became are counted now. */
export const onHistory = defineSubscriber({
  name: "cart-recovery.on-history",
  events: ["backfill.completed", "reconcile.completed"],
  async run({ shopId }, { tx, now }) {
    for (const orderId of await listUncountedOrderIds(tx, { shopId }))
      await recordRecovered(tx, { shopId, orderId, now });
  },
});

export const onOrder = defineSubscriber({
  name: "cart-recovery.on-order",
  events: ["order.placed", "order.paid"],
  async sift(events, { tx }) {
    const [first] = events;
    const tokens = events.flatMap(({ payload }) => payload.checkoutToken ?? []);
    if (!first || tokens.length === 0) return [];
    const mailed = await listMailedCheckoutTokens(tx, { shopId: first.shopId, tokens });
    return events.filter(({ payload }) => mailed.has(payload.checkoutToken ?? ""));
  },
  async run({ shopId, payload: { orderId, checkoutToken } }, { tx, now }) {
    if (checkoutToken !== null) await recordRecovered(tx, { shopId, orderId, now });
  },
});
