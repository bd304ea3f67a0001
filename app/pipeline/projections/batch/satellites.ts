import type { DomainEvent } from "~/pipeline/events/catalogue";

import { applyCartChange, newCart } from "../carts/rules";
import type { CartChange, CartState } from "../carts/schema";
import { applyDiscountChange, unknownDiscount } from "../discounts/rules";
import type { DiscountChange, DiscountState } from "../discounts/schema";
import type { OrderState } from "../orders/schema";
import { applyReturnChange, unknownReturn } from "../returns/rules";
import type { ReturnChange, ReturnState } from "../returns/schema";

import type { AnyChange, ChangeOutcome, SatelliteChange } from "./change";

/** Records around orders and checkouts that no figure is counted from. */
export type Satellites = {
  returns: Map<string, ReturnState>;
  carts: Map<string, CartState>;
  discounts: Map<string, DiscountState>;
};

type Effect = { outcome: ChangeOutcome; events: DomainEvent[] };

export function noSatellites(): Satellites {
  return { returns: new Map(), carts: new Map(), discounts: new Map() };
}

/** Whether a change is about a satellite. */
export function isSatelliteChange(change: AnyChange): change is SatelliteChange {
  return change.resource === "return" || change.resource === "cart" || change.resource === "discount";
}

/** Works one change into the satellites; `orders` tell whose a return is. */
export function foldSatellite(
  { returns, carts, discounts }: Satellites,
  change: SatelliteChange,
  orders: ReadonlyMap<string, OrderState>,
): Effect {
  switch (change.resource) {
    case "return":
      return foldReturn(returns, change, orders);
    case "cart":
      return foldCart(carts, change);
    case "discount":
      return foldDiscount(discounts, change);
  }
}

function foldReturn(
  returns: Map<string, ReturnState>,
  change: ReturnChange,
  orders: ReadonlyMap<string, OrderState>,
): Effect {
  const state = returns.get(change.id) ?? unknownReturn(change);
  returns.set(change.id, state);
  const orderId = state.row.orderId ?? change.orderId;
  const customerId = orderId ? (orders.get(orderId)?.row.customerId ?? null) : null;
  return applyReturnChange(state, change, customerId);
}

function foldCart(carts: Map<string, CartState>, change: CartChange): Effect {
  const known = carts.get(change.id);
  if (!known) carts.set(change.id, newCart(change));
  return { outcome: known ? applyCartChange(known, change).outcome : "applied", events: [] };
}

function foldDiscount(discounts: Map<string, DiscountState>, change: DiscountChange): Effect {
  const state = discounts.get(change.id) ?? unknownDiscount(change);
  discounts.set(change.id, state);
  return applyDiscountChange(state, change);
}
