import type { EventPayloads, EventType } from "~/pipeline/events/catalogue";

import { describeFieldChange } from "./field-change";
import { type Kinds, orderName, say, sayVariant, type Sentence, type TimelineNames } from "./sentence";

const returnedOrder = ({ orderId }: { orderId: string | null }, names: TimelineNames) =>
  orderName({ orderId: orderId ?? "" }, names);

type StoreType = Extract<
  EventType,
  `${"backfill" | "checkout" | "customer" | "discount" | "history" | "order" | "product" | "reconcile" | "return" | "shop"}.${string}`
>;

/** What happens in the store. */
export const STORE_KINDS: Kinds<StoreType> = {
  "customer.created": { filter: "profile", isHighlight: true, describe: () => say("customer.created") },
  "customer.updated": { filter: "profile", isHighlight: false, describe: () => say("customer.updated") },
  "customer.tags-changed": { filter: "profile", isHighlight: true, describe: describeTags },
  "customer.consent-changed": {
    filter: "profile",
    isHighlight: true,
    describe: ({ channel, to }) => sayVariant(`customer.consent-changed.${channel}`, to),
  },
  "customer.deleted": { filter: "profile", isHighlight: true, describe: () => say("customer.deleted") },
  "customer.account-created": {
    filter: "profile",
    isHighlight: true,
    describe: () => say("customer.account-created"),
  },
  "customer.field-changed": { filter: "profile", isHighlight: true, describe: describeFieldChange },
  "customer.merged": { filter: "profile", isHighlight: true, describe: () => say("customer.merged") },
  "customer.unmerged": { filter: "profile", isHighlight: true, describe: () => say("customer.unmerged") },
  "order.placed": {
    filter: "orders",
    isHighlight: true,
    describe: (payload, names) => say("order.placed", orderName(payload, names)),
  },
  "order.paid": {
    filter: "orders",
    isHighlight: true,
    describe: (payload, names) => say("order.paid", orderName(payload, names)),
  },
  "order.refunded": {
    filter: "orders",
    isHighlight: true,
    describe: (payload, names) => ({
      ...say("order.refunded", orderName(payload, names)),
      amount: { minor: payload.refundedMinor, currencyCode: payload.currencyCode },
    }),
  },
  "order.cancelled": {
    filter: "orders",
    isHighlight: true,
    describe: (payload, names) => sayVariant("order.cancelled", payload.reason, orderName(payload, names)),
  },
  "order.fulfilled": {
    filter: "orders",
    isHighlight: false,
    describe: (payload, names) => say("order.fulfilled", orderName(payload, names)),
  },
  "order.changed": {
    filter: "orders",
    isHighlight: false,
    describe: (payload, names) => say("order.changed", orderName(payload, names)),
  },
  "order.deleted": {
    filter: "orders",
    isHighlight: true,
    describe: (payload, names) => say("order.deleted", orderName(payload, names)),
  },
  "return.requested": {
    filter: "orders",
    isHighlight: true,
    describe: (payload, names) => say("return.requested", returnedOrder(payload, names)),
  },
  "return.changed": {
    filter: "orders",
    isHighlight: false,
    describe: (payload, names) => sayVariant("return.changed", payload.status, returnedOrder(payload, names)),
  },
  "discount.changed": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "discount.deleted": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "checkout.started": { filter: "checkouts", isHighlight: true, describe: () => say("checkout.started") },
  "checkout.active": { filter: "checkouts", isHighlight: false, describe: () => say("checkout.active") },
  "checkout.completed": {
    filter: "checkouts",
    isHighlight: false,
    describe: () => say("checkout.completed"),
  },
  "product.changed": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "product.deleted": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "reconcile.completed": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "history.imported": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "backfill.completed": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "shop.installed": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "shop.zone-changed": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "shop.scopes-changed": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "shop.uninstalled": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
};

function describeTags({ added, removed }: EventPayloads["customer.tags-changed"]): Sentence {
  const variant = removed.length === 0 ? "added" : added.length === 0 ? "removed" : "both";
  return say(`customer.tags-changed.${variant}`, { added: added.join(", "), removed: removed.join(", ") });
}
