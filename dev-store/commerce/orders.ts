import type { MoneyBag, Order, Refund, RefundLine, Transaction } from "../state/model";
import type { Store } from "../state/store";
import { inAction, tell, touch } from "./action";
import { addBags, combine, subtractBag, zeroLike } from "./money";
import { orderTotals, partOfLine } from "./order-totals";
import { announceSpending } from "./purchasing-summary";
import { statusesOf, tellTransactions } from "./transactions";

export { orderTotals } from "./order-totals";

export type RefundRequest = {
  /** Quantity by line id; everything that is left, shipping included, when absent. */
  lineQuantities?: Map<number, number>;
  note?: string;
  /** The goods go back on the shelf. */
  restock?: boolean;
};

/**
 * Gives back money for lines (discount and tax pro rata), never more than was received.
 * Raises order_transactions/create, refunds/create and orders/updated. Throws when nothing is left to refund or a quantity is too large.
 */
export function refundOrder(store: Store, order: Order, request: RefundRequest = {}): Refund {
  return inAction(store, () => {
    const known = statusesOf(order);
    const refund = recordRefund(store, order, request);
    tellTransactions(store, order, known);
    tell(store, "refunds/create", { order, refund });
    tell(store, "orders/updated", order);
    announceSpending(store, order.customerId);
    return refund;
  });
}

/** Cancels: what was paid is refunded, what was not is voided, goods go back to stock. Raises orders/cancelled and orders/updated. */
export function cancelOrder(store: Store, order: Order, reason: NonNullable<Order["cancelReason"]>): void {
  if (order.cancelledAt) throw new RangeError(`Order #${order.number} is cancelled already`);
  inAction(store, ({ at }) => {
    const paid = orderTotals(order).netPayment.shop.amountMinor > 0;
    const known = statusesOf(order);
    const refund = paid ? recordRefund(store, order, { restock: true }) : null;
    if (!refund) voidOrder(store, order);
    order.cancelReason = reason;
    order.cancelledAt = at;
    order.closedAt = at;
    touch(order, at);
    tellTransactions(store, order, known);
    if (refund) tell(store, "refunds/create", { order, refund });
    tell(store, "orders/cancelled", order);
    tell(store, "orders/updated", order);
    announceSpending(store, order.customerId);
  });
}

/** Takes a payment of an order that waits for one; all that is outstanding unless an amount is given. */
export function payOrder(store: Store, order: Order, payment: { amount?: MoneyBag } = {}): void {
  const { outstanding } = orderTotals(order);
  const amount = payment.amount ?? outstanding;
  if (amount.shop.amountMinor <= 0 || amount.shop.amountMinor > outstanding.shop.amountMinor) {
    const { currencyCode, amountMinor } = outstanding.shop;
    throw new RangeError(
      `A payment of order #${order.number} must be between 1 and ${amountMinor} ${currencyCode} minor units`,
    );
  }
  inAction(store, ({ at }) => {
    const known = statusesOf(order);
    const waiting = order.transactions.find(({ kind, status }) => kind === "SALE" && status === "PENDING");
    if (waiting) order.transactions.splice(order.transactions.indexOf(waiting), 1);
    const gateway = waiting?.gateway ?? "manual";
    order.transactions.push(transactionOf(store, { kind: "SALE", gateway, amount, parentId: null }));
    order.financialStatus =
      amount.shop.amountMinor === outstanding.shop.amountMinor ? "PAID" : "PARTIALLY_PAID";
    touch(order, at);
    tellTransactions(store, order, known);
    if (order.financialStatus === "PAID") tell(store, "orders/paid", order);
    tell(store, "orders/updated", order);
    announceSpending(store, order.customerId);
  });
}

/** Everything was sent; raises orders/fulfilled and orders/updated. */
export function fulfillOrder(store: Store, order: Order): void {
  inAction(store, ({ at }) => {
    order.fulfillmentStatus = "FULFILLED";
    order.closedAt ??= at;
    touch(order, at);
    tell(store, "orders/fulfilled", order);
    tell(store, "orders/updated", order);
  });
}

function recordRefund(store: Store, order: Order, request: RefundRequest): Refund {
  return inAction(store, ({ at }) => {
    const totals = orderTotals(order);
    const lines = refundLines(order, request.lineQuantities);
    const nothing = zeroLike(order.shipping);
    const ofLines = lines.flatMap(({ subtotal, tax }) =>
      order.taxesIncluded ? [subtotal] : [subtotal, tax],
    );
    const shipping = request.lineQuantities ? nothing : totals.currentShipping;
    const total = combine([addBags(nothing, ...ofLines, shipping), totals.netPayment], Math.min);
    if (total.shop.amountMinor <= 0)
      throw new RangeError(`Order #${order.number} has nothing left to refund`);
    const sale = order.transactions.find(({ kind, status }) => kind === "SALE" && status === "SUCCESS");
    const transaction = transactionOf(store, {
      kind: "REFUND",
      gateway: sale?.gateway ?? "manual",
      amount: total,
      parentId: sale?.id ?? null,
    });
    const refund: Refund = {
      id: store.nextId(),
      createdAt: at,
      note: request.note ?? null,
      lines,
      total,
      transactionId: transaction.id,
    };
    order.transactions.push(transaction);
    order.refunds.push(refund);
    takeBack(store, order, { lines, restock: request.restock ?? false });
    const left = subtractBag(totals.netPayment, total).shop.amountMinor;
    order.financialStatus = left === 0 ? "REFUNDED" : "PARTIALLY_REFUNDED";
    touch(order, at);
    return refund;
  });
}

function refundLines(order: Order, quantities: Map<number, number> | undefined): RefundLine[] {
  for (const lineId of quantities?.keys() ?? []) {
    if (!order.lines.some((line) => line.id === lineId)) {
      throw new RangeError(`Order #${order.number} has no line ${lineId}`);
    }
  }
  return order.lines.flatMap((line): RefundLine[] => {
    const quantity = quantities ? (quantities.get(line.id) ?? 0) : line.currentQuantity;
    if (!Number.isInteger(quantity) || quantity < 0 || quantity > line.currentQuantity) {
      throw new RangeError(
        `Line ${line.id} has ${line.currentQuantity} pieces left; ${quantity} can't be refunded`,
      );
    }
    if (quantity === 0) return [];
    const from = line.quantity - line.currentQuantity;
    const { net, tax } = partOfLine(line, { from, to: from + quantity });
    return [{ lineId: line.id, quantity, subtotal: net, tax }];
  });
}

function voidOrder(store: Store, order: Order): void {
  const lines = order.lines
    .filter((line) => line.currentQuantity > 0)
    .map((line) => ({ lineId: line.id, quantity: line.currentQuantity }));
  const waiting = order.transactions.find(({ status }) => status === "PENDING");
  if (waiting) {
    const { gateway, amount, id } = waiting;
    waiting.status = "FAILURE";
    order.transactions.push(transactionOf(store, { kind: "VOID", gateway, amount, parentId: id }));
  }
  takeBack(store, order, { lines, restock: true });
  if (order.financialStatus === "PENDING" || order.financialStatus === "AUTHORIZED")
    order.financialStatus = "VOIDED";
}

function takeBack(
  store: Store,
  order: Order,
  goods: { lines: readonly { lineId: number; quantity: number }[]; restock: boolean },
): void {
  for (const { lineId, quantity } of goods.lines) {
    const line = order.lines.find((candidate) => candidate.id === lineId);
    if (!line) continue;
    line.currentQuantity -= quantity;
    if (!goods.restock || line.productId === null) continue;
    const product = store.products.get(line.productId);
    const variant = product?.variants.find((candidate) => candidate.id === line.variantId);
    if (product && variant) {
      variant.inventoryQuantity += quantity;
      inAction(store, ({ at }) => touch(product, at));
      tell(store, "products/update", product);
    }
  }
}

function transactionOf(
  store: Store,
  details: Pick<Transaction, "kind" | "gateway" | "amount" | "parentId">,
): Transaction {
  return inAction(store, ({ at }) => ({
    id: store.nextId(),
    status: "SUCCESS",
    processedAt: at,
    ...details,
  }));
}
