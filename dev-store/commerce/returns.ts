import type { Order, Return } from "../state/model";
import type { Store } from "../state/store";
import { inAction, tell } from "./action";

export type ReturnRequest = {
  /** Quantity by line id. */
  lineQuantities: ReadonlyMap<number, number>;
  /** `size_too_small`, `unwanted` …; `unknown` when absent. */
  reason?: string;
};

/**
 * Asks to send goods back; raises returns/request.
 * @throws RangeError when the order was not sent yet, or has fewer pieces that are not in a return already.
 */
export function requestReturn(store: Store, order: Order, request: ReturnRequest): Return {
  if (order.fulfillmentStatus !== "FULFILLED")
    throw new RangeError(`Order #${order.number} was not sent yet; nothing of it can come back`);
  for (const [lineId, quantity] of request.lineQuantities)
    requireReturnable(store, order, { lineId, quantity });
  return inAction(store, ({ at }) => {
    const before = returnsOf(store, order).length;
    const made: Return = {
      id: store.nextReturnId(),
      name: `#${order.number}-R${before + 1}`,
      orderId: order.id,
      status: "REQUESTED",
      declineReason: null,
      lines: [...request.lineQuantities].map(([orderLineId, quantity]) => ({
        id: store.nextReturnId(),
        orderLineId,
        quantity,
        reason: request.reason ?? "unknown",
      })),
      createdAt: at,
    };
    store.returns.set(made.id, made);
    tell(store, "returns/request", made);
    return made;
  });
}

/** All returns of an order, the oldest first. */
export function returnsOf(store: Store, order: Order): Return[] {
  return [...store.returns.values()].filter(({ orderId }) => orderId === order.id);
}

/** Accepts a request; raises returns/approve. */
export function approveReturn(store: Store, goods: Return): void {
  move(store, goods, { from: ["REQUESTED"], to: "OPEN", topic: "returns/approve" });
}

/** Turns a request down; raises returns/decline. */
export function declineReturn(store: Store, goods: Return, reason: string): void {
  requireStatus(goods, ["REQUESTED"]);
  goods.declineReason = reason;
  move(store, goods, { from: ["REQUESTED"], to: "DECLINED", topic: "returns/decline" });
}

/** The goods do not come after all; raises returns/cancel. */
export function cancelReturn(store: Store, goods: Return): void {
  move(store, goods, { from: ["REQUESTED", "OPEN"], to: "CANCELED", topic: "returns/cancel" });
}

/** All is done; raises returns/close. */
export function closeReturn(store: Store, goods: Return): void {
  move(store, goods, { from: ["OPEN"], to: "CLOSED", topic: "returns/close" });
}

/** Something remained to be done; raises returns/reopen. */
export function reopenReturn(store: Store, goods: Return): void {
  move(store, goods, { from: ["CLOSED"], to: "OPEN", topic: "returns/reopen" });
}

/** Takes pieces of a line out of an open return; raises returns/update. */
export function removeFromReturn(
  store: Store,
  goods: Return,
  { lineId, pieces }: { lineId: number; pieces: number },
): void {
  requireStatus(goods, ["OPEN"]);
  const line = goods.lines.find(({ id }) => id === lineId);
  if (!line || pieces < 1 || pieces > line.quantity)
    throw new RangeError(
      `Return ${goods.name} has ${line?.quantity ?? 0} pieces of line ${lineId}, not ${pieces}`,
    );
  inAction(store, () => {
    line.quantity -= pieces;
    tell(store, "returns/update", {
      admin_graphql_api_id: `gid://shopify/Return/${goods.id}`,
      return_line_items: {
        removals: [{ admin_graphql_api_id: `gid://shopify/ReturnLineItem/${line.id}`, delta: pieces }],
      },
      restocking_fees: { updates: [], removals: [] },
      return_shipping_fees: { updates: [], removals: [] },
    });
  });
}

function move(
  store: Store,
  goods: Return,
  { from, to, topic }: { from: readonly Return["status"][]; to: Return["status"]; topic: string },
): void {
  requireStatus(goods, from);
  inAction(store, () => {
    goods.status = to;
    tell(store, topic, goods);
  });
}

function requireStatus(goods: Return, wanted: readonly Return["status"][]): void {
  if (!wanted.includes(goods.status))
    throw new RangeError(`Return ${goods.name} is ${goods.status}; it should be ${wanted.join(" or ")}`);
}

function requireReturnable(
  store: Store,
  order: Order,
  { lineId, quantity }: { lineId: number; quantity: number },
): void {
  const line = order.lines.find(({ id }) => id === lineId);
  const underway = returnsOf(store, order)
    .filter(({ status }) => status === "REQUESTED" || status === "OPEN")
    .flatMap(({ lines }) => lines)
    .filter(({ orderLineId }) => orderLineId === lineId)
    .reduce((sum, one) => sum + one.quantity, 0);
  const left = (line?.currentQuantity ?? 0) - underway;
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > left)
    throw new RangeError(
      `Line ${lineId} of order #${order.number} has ${left} pieces to come back, not ${quantity}`,
    );
}
