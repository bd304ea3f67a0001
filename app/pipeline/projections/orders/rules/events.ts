import type { DomainEvent } from "~/pipeline/events/catalogue";

import { differsIn } from "../../rules/said";
import { type OrderRow, type RefundRow, UNKNOWN_VERSION } from "../schema";

import { wasPaid } from "./figures";

/** What subscribers may look at: a change of any of these is told. */
const TOLD = [
  "customerId",
  "email",
  "isTest",
  "checkoutToken",
  "cartToken",
  "financialStatus",
  "fulfillmentStatus",
  "totalMinor",
  "discountMinor",
  "netMinor",
  "isValid",
  "tagsJson",
  "placedAt",
] as const satisfies readonly (keyof OrderRow)[];

const FULFILLED = "FULFILLED";

function isPaid({ financialStatus }: OrderRow): boolean {
  return wasPaid(financialStatus);
}

function isFulfilled({ fulfillmentStatus }: OrderRow): boolean {
  return fulfillmentStatus === FULFILLED;
}

/**
 * The facts that two consecutive rows of an order differ by.
 *
 * Each fact has a key of its own, so that it is told once however often and in whatever order payloads come.
 */
export function eventsBetween(
  before: OrderRow,
  after: OrderRow,
  { refunds, at }: { refunds: readonly RefundRow[]; at: Date },
): DomainEvent[] {
  if (after.versionAt <= UNKNOWN_VERSION) return [];
  const isNew = before.versionAt <= UNKNOWN_VERSION;
  const events: DomainEvent[] = [];
  if (isNew) events.push(orderEvent("order.placed", after, after.placedAt));
  const hasBegun = (is: (row: OrderRow) => boolean) => is(after) && (isNew || !is(before));
  if (hasBegun(isPaid)) events.push(orderEvent("order.paid", after, isNew ? after.placedAt : at));
  events.push(...refunds.map((refund) => refundEvent(after, refund)));
  if (after.cancelledAt && (isNew || !before.cancelledAt)) {
    events.push(orderEvent("order.cancelled", after, after.cancelledAt));
  }
  if (events.length === 0 && differsIn(before, after, TOLD))
    events.push(orderEvent("order.changed", after, at));
  // Beside the change, for whoever looks at figures: one payload may bring both.
  if (hasBegun(isFulfilled)) events.push(orderEvent("order.fulfilled", after, at));
  return events;
}

type SimpleType =
  "order.placed" | "order.paid" | "order.cancelled" | "order.fulfilled" | "order.changed" | "order.deleted";

/** One fact about an order; `order.changed` is told apart by its instant, the others happen once. */
export function orderEvent(type: SimpleType, order: OrderRow, occurredAt: Date): DomainEvent {
  const { id: orderId, customerId, checkoutToken, cancelReason } = order;
  const base = { customerId, subjectId: orderId, occurredAt, sourceKey: `${type}:${orderId}` };
  switch (type) {
    case "order.placed":
    case "order.paid":
      return { ...base, type, payload: { orderId, customerId, checkoutToken } };
    case "order.cancelled":
      return { ...base, type, payload: { orderId, customerId, reason: cancelReason } };
    case "order.changed":
      return {
        ...base,
        type,
        payload: { orderId, customerId },
        sourceKey: `${base.sourceKey}:${occurredAt.getTime()}`,
      };
    case "order.fulfilled":
    case "order.deleted":
      return { ...base, type, payload: { orderId, customerId } };
  }
}

function refundEvent(order: OrderRow, refund: RefundRow): DomainEvent {
  return {
    type: "order.refunded",
    payload: {
      orderId: order.id,
      customerId: order.customerId,
      refundedMinor: refund.amountMinor,
      currencyCode: order.currencyCode,
    },
    sourceKey: `order.refunded:${refund.id}`,
    customerId: order.customerId,
    subjectId: order.id,
    occurredAt: refund.refundedAt,
  };
}
