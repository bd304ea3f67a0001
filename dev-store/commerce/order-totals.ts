import type { MoneyBag, Order, OrderLine } from "../state/model";
import { addBags, bagOf, combine, shareOf, subtractBag, zeroLike } from "./money";

/**
 * Derived figures of an order. `subtotal` is after discounts, before shipping (tax inside when prices include it);
 * `current…` after refunds and cancellation; `netPayment` = received − refunded; `outstanding` ≥ 0.
 */
export type OrderTotals = Record<
  | "subtotal"
  | "discount"
  | "shipping"
  | "tax"
  | "total"
  | "currentSubtotal"
  | "currentDiscount"
  | "currentShipping"
  | "currentTax"
  | "currentTotal"
  | "refunded"
  | "received"
  | "netPayment"
  | "outstanding",
  MoneyBag
>;

/** Adds up what was ordered, what is left of it, and what was paid; exact in both currencies. */
export function orderTotals(order: Order): OrderTotals {
  const nothing = zeroLike(order.shipping);
  const placed = order.lines.map((line) => partOfLine(line, { from: 0, to: line.quantity }));
  const current = order.lines.map((line) =>
    partOfLine(line, { from: line.quantity - line.currentQuantity, to: line.quantity }),
  );
  const before = sums(order, placed, order.shipping);
  const currentShipping = order.cancelledAt ? nothing : subtractBag(order.shipping, refundedShipping(order));
  const now = sums(order, current, currentShipping);
  const refunded = addBags(nothing, ...order.refunds.map((refund) => refund.total));
  const received = addBags(nothing, ...receipts(order));
  const netPayment = subtractBag(received, refunded);
  return {
    ...before,
    currentSubtotal: now.subtotal,
    currentDiscount: now.discount,
    currentShipping,
    currentTax: now.tax,
    currentTotal: now.total,
    refunded,
    received,
    netPayment,
    outstanding: combine([now.total, netPayment], (total = 0, paid = 0) => Math.max(0, total - paid)),
  };
}

/** Shipping given back so far: what refunds paid beyond their lines. */
export function refundedShipping(order: Order): MoneyBag {
  const nothing = zeroLike(order.shipping);
  return order.refunds.reduce((sum, refund) => {
    const lines = refund.lines.flatMap((line) =>
      order.taxesIncluded ? [line.subtotal] : [line.subtotal, line.tax],
    );
    return addBags(sum, subtractBag(refund.total, addBags(nothing, ...lines)));
  }, nothing);
}

export type LinePart = { net: MoneyBag; discount: MoneyBag; tax: MoneyBag };

/** The money of the line's pieces number `from` (inclusive) to `to` (exclusive); adjoining parts add up to the cent. */
export function partOfLine(line: OrderLine, pieces: { from: number; to: number }): LinePart {
  const share = (whole: MoneyBag) =>
    combine(
      [whole],
      (minor = 0) => shareOf(minor, pieces.to, line.quantity) - shareOf(minor, pieces.from, line.quantity),
    );
  const discount = share(line.discount);
  const gross = combine([line.unitPrice], (unit = 0) => unit * (pieces.to - pieces.from));
  return { net: subtractBag(gross, discount), discount, tax: share(line.tax) };
}

function sums(order: Order, parts: LinePart[], shipping: MoneyBag) {
  const nothing = bagOf(shipping, 0, 0);
  const subtotal = addBags(nothing, ...parts.map((part) => part.net));
  const discount = addBags(nothing, ...parts.map((part) => part.discount));
  const tax = addBags(nothing, ...parts.map((part) => part.tax));
  const total = addBags(subtotal, shipping, ...(order.taxesIncluded ? [] : [tax]));
  return { subtotal, discount, shipping, tax, total };
}

function receipts(order: Order): MoneyBag[] {
  return order.transactions
    .filter(({ kind, status }) => (kind === "SALE" || kind === "CAPTURE") && status === "SUCCESS")
    .map((transaction) => transaction.amount);
}
