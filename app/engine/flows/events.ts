import type { EventType } from "~/pipeline/events/catalogue";

/**
 * What a flow may wait for, or be left by: everything that happens to a person. Whatever an action waits for must be
 * among these or among the events of a trigger: nothing else is heard.
 */
export const EVENTS_OF_PEOPLE = [
  "customer.created",
  "customer.updated",
  "customer.tags-changed",
  "customer.consent-changed",
  "customer.account-created",
  "order.placed",
  "order.paid",
  "order.refunded",
  "order.cancelled",
  "checkout.started",
  "checkout.active",
  "checkout.completed",
  "return.requested",
  "return.changed",
  "code.issued",
  "code.failed",
  "code.expiring",
  "message.sent",
  "message.cancelled",
  "message.lost",
  "message.clicked",
  "message.answered",
  "person.unsubscribed",
  "browsing.products-viewed",
  "browsing.cart-left",
  "vip.tier-changed",
  "vip.demotion-coming",
  "vip.demotion-averted",
  "vip.perk-delivered",
  "vip.perk-withdrawn",
  "campaign.answered",
  "cart-recovery.clicked",
  "cart-recovery.recovered",
] as const satisfies readonly EventType[];
