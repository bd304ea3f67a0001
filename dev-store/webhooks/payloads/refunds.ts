import { decimalString, zeroLike } from "../../commerce/money";
import type { MoneyBag, Order, OrderLine, Refund, Transaction } from "../../state/model";
import type { Store } from "../../state/store";

import { lineItemCore } from "./line-items";
import { type Body, gid, localTime, moneySet } from "./wire";

/** A payment as orders and refunds list it, in the currency the buyer paid in. */
export function transactionBody(store: Store, order: Order, transaction: Transaction): Body {
  const processedAt = localTime(transaction.processedAt, store.shop.ianaTimezone);
  return {
    id: transaction.id,
    admin_graphql_api_id: gid("OrderTransaction", transaction.id),
    order_id: order.id,
    kind: transaction.kind.toLowerCase(),
    gateway: transaction.gateway,
    status: transaction.status.toLowerCase(),
    message: null,
    created_at: processedAt,
    test: order.test,
    authorization: null,
    location_id: null,
    user_id: null,
    parent_id: transaction.parentId,
    processed_at: processedAt,
    device_id: null,
    error_code: null,
    source_name: order.sourceName,
    receipt: {},
    amount: decimalString(transaction.amount.presentment),
    currency: transaction.amount.presentment.currencyCode,
    payment_id: `#${order.number}.1`,
    manual_payment_gateway: false,
  };
}

function refundLineItem(order: Order, line: OrderLine, refunded: Refund["lines"][number]): Body {
  return {
    id: line.id * 10 + 1,
    quantity: refunded.quantity,
    line_item_id: line.id,
    location_id: null,
    restock_type: "no_restock",
    subtotal: Number(decimalString(refunded.subtotal.shop)),
    total_tax: Number(decimalString(refunded.tax.shop)),
    subtotal_set: moneySet(refunded.subtotal),
    total_tax_set: moneySet(refunded.tax),
    line_item: lineItemCore(order, line),
  };
}

/** What a refund gave back beyond its lines: shipping, by Shopify's sign negative; null when nothing. */
function remainder(order: Order, refund: Refund): MoneyBag | null {
  const over = (side: "shop" | "presentment"): number =>
    refund.lines.reduce((left, { subtotal, tax }) => {
      const taxMinor = order.taxesIncluded ? 0 : tax[side].amountMinor;
      return left - subtotal[side].amountMinor - taxMinor;
    }, refund.total[side].amountMinor);
  const [shopMinor, presentmentMinor] = [over("shop"), over("presentment")];
  if (shopMinor === 0 && presentmentMinor === 0) return null;
  return {
    shop: { ...refund.total.shop, amountMinor: -shopMinor },
    presentment: { ...refund.total.presentment, amountMinor: -presentmentMinor },
  };
}

function orderAdjustment(order: Order, refund: Refund, amount: MoneyBag): Body {
  const tax = zeroLike(amount);
  return {
    id: refund.id * 10 + 1,
    order_id: order.id,
    refund_id: refund.id,
    amount: decimalString(amount.shop),
    tax_amount: decimalString(tax.shop),
    kind: amount.shop.amountMinor < 0 ? "shipping_refund" : "refund_discrepancy",
    reason: amount.shop.amountMinor < 0 ? "Shipping refund" : "Refund discrepancy",
    amount_set: moneySet(amount),
    tax_amount_set: moneySet(tax),
  };
}

/** refunds/create, and an entry of an order's `refunds`. */
export function refundPayload(store: Store, order: Order, refund: Refund): Body {
  const createdAt = localTime(refund.createdAt, store.shop.ianaTimezone);
  const transaction = order.transactions.find((candidate) => candidate.id === refund.transactionId);
  const adjustment = remainder(order, refund);
  return {
    id: refund.id,
    order_id: order.id,
    created_at: createdAt,
    note: refund.note,
    user_id: null,
    processed_at: createdAt,
    duties: [],
    total_duties_set: moneySet(zeroLike(refund.total)),
    return: null,
    restock: false,
    refund_shipping_lines: [],
    admin_graphql_api_id: gid("Refund", refund.id),
    order_adjustments: adjustment ? [orderAdjustment(order, refund, adjustment)] : [],
    refund_line_items: refund.lines.flatMap((refunded) => {
      const line = order.lines.find((candidate) => candidate.id === refunded.lineId);
      return line ? [refundLineItem(order, line, refunded)] : [];
    }),
    transactions: transaction ? [transactionBody(store, order, transaction)] : [],
  };
}
