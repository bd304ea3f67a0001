import { defineSubscriber } from "~/pipeline/events/subscriber";

import { findClaimant, listClaimedCheckouts } from "../repository/claims.server";
import { findPayingCustomerId } from "../repository/people.server";
import { linkVisitor } from "./link.server";

const subjectOf = (shopId: string, checkoutToken: string) => `${shopId}_${checkoutToken}`;

/** A checkout that a browser showed was paid for: the browser is the buyer's. */
export const onPaid = defineSubscriber({
  name: "browsing.on-paid",
  events: ["order.paid"],
  async sift(events, { tx }) {
    const [first] = events;
    if (!first) return [];
    const { shopId } = first;
    const tokens = events.flatMap(({ payload }) => payload.checkoutToken ?? []);
    if (tokens.length === 0) return [];
    const subjectIds = tokens.map((token) => subjectOf(shopId, token));
    const claimed = await listClaimedCheckouts(tx, { shopId, subjectIds });
    return events.filter(({ payload }) => claimed.has(subjectOf(shopId, payload.checkoutToken ?? "")));
  },
  async run({ shopId, payload: { checkoutToken } }, { tx, now }) {
    if (checkoutToken === null) return;
    // The order as it stands now: a test proves nothing, nor does one that was cancelled since.
    const customerId = await findPayingCustomerId(tx, { shopId, checkoutToken });
    if (customerId === null) return;
    const subjectId = subjectOf(shopId, checkoutToken);
    const visitorKey = await findClaimant(tx, { shopId, kind: "checkout", subjectId });
    if (visitorKey !== null)
      await linkVisitor(tx, { shopId, visitorKey, customerId, linkedBy: "order", now });
  },
});
