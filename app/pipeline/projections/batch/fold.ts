import type { DomainEvent } from "~/pipeline/events/catalogue";

import type { OrderStep } from "../aggregates/deltas";
import { applyCheckoutChange, unknownCheckout } from "../checkouts/rules";
import { addToIndex, type CheckoutIndex, findInIndex, indexCheckouts } from "../checkouts/rules/resolve";
import type { CheckoutChange, CheckoutState } from "../checkouts/schema";
import { applyCustomerChange, unknownCustomer } from "../customers/rules";
import type { CustomerChange, CustomerState } from "../customers/schema";
import { applyOrderChange, changesAggregates, unknownOrder } from "../orders/rules";
import type { OrderChange, OrderRow, OrderState } from "../orders/schema";
import { applyProductChange, unknownProduct } from "../products/rules";
import type { ProductChange, ProductState } from "../products/schema";
import { nameKeyedOrderId } from "../rules/imported";

import type { Change, ChangeOutcome } from "./change";
import type { ProjectedShop } from "./mapping-input";

/** What a batch works on, in memory. */
export type Workspace = {
  shop: ProjectedShop;
  now: Date;
  customers: Map<string, CustomerState>;
  orders: Map<string, OrderState>;
  checkouts: CheckoutIndex;
  products: Map<string, ProductState>;
  /** Orders that aggregates must be told of, as they were before the batch. */
  countedBefore: Map<string, OrderRow>;
  /** Orders known by their name only that have come themselves. */
  replacedOrderIds: Set<string>;
};

type Effect = { outcome: ChangeOutcome; events: DomainEvent[] };

/** A workspace of what was loaded. */
export function workspaceOf(
  loaded: Pick<Workspace, "shop" | "now" | "customers" | "orders" | "products"> & {
    checkouts: readonly CheckoutState[];
  },
): Workspace {
  return {
    ...loaded,
    checkouts: indexCheckouts(loaded.checkouts),
    countedBefore: new Map(),
    replacedOrderIds: new Set(),
  };
}

/** Works one change into the workspace. */
export function foldChange(workspace: Workspace, change: Change): Effect {
  switch (change.resource) {
    case "customer":
      return foldCustomer(workspace, change);
    case "order":
      return foldOrder(workspace, change);
    case "checkout":
      return foldCheckout(workspace, change);
    case "product":
      return foldProduct(workspace, change);
  }
}

function foldCustomer({ customers, now }: Workspace, change: CustomerChange): Effect {
  return applyCustomerChange(
    take(customers, change.id, () => unknownCustomer(change, now)),
    change,
  );
}

function foldOrder(workspace: Workspace, change: OrderChange): Effect {
  if (change.kind === "order" && change.customer) foldCustomer(workspace, change.customer);
  replaceNameKeyed(workspace, change);
  const { orders, shop } = workspace;
  const state = take(orders, change.id, () => unknownOrder(change, shop.currencyCode));
  const before = state.row;
  const effect = applyOrderChange(state, change);
  if (changesAggregates(before, state.row)) noteBefore(workspace, before);
  return effect;
}

/** The row of an order that a file knew by its name only goes, when the order comes by its id. */
function replaceNameKeyed(workspace: Workspace, change: OrderChange): void {
  const id = nameKeyOf(workspace.shop, change);
  const known = id === null || id === change.id ? undefined : workspace.orders.get(id);
  if (!known) return;
  workspace.orders.delete(known.row.id);
  workspace.replacedOrderIds.add(known.row.id);
  noteBefore(workspace, known.row);
}

/** The id under which an order may be known by its name only; null when the change does not name it. */
export function nameKeyOf(shop: ProjectedShop, change: OrderChange): string | null {
  return change.kind === "order" && change.fields.name ? nameKeyedOrderId(shop.id, change.fields.name) : null;
}

function noteBefore({ countedBefore }: Workspace, before: OrderRow): void {
  if (!countedBefore.has(before.id)) countedBefore.set(before.id, before);
}

/** What the batch changed for the aggregates: orders as they were, and as they are. */
export function orderStepsOf({ countedBefore, orders }: Workspace): OrderStep[] {
  return [...countedBefore].map(([id, before]) => ({
    before,
    after: orders.get(id)?.row ?? { ...before, isValid: false },
  }));
}

function foldCheckout(workspace: Workspace, change: CheckoutChange): Effect {
  if (change.kind === "checkout" && change.customer) foldCustomer(workspace, change.customer);
  const { checkouts, shop } = workspace;
  const found = findInIndex(checkouts, change);
  if (found.length === 0 && change.newId === null) return { outcome: "unknown-checkout", events: [] };
  const states =
    found.length > 0 || change.newId === null ? found : [unknownCheckout(change.newId, shop.currencyCode)];
  const effects = states.map((state) => {
    const effect = applyCheckoutChange(state, change);
    addToIndex(checkouts, state);
    return effect;
  });
  return { outcome: effects[0]?.outcome ?? "applied", events: effects.flatMap(({ events }) => events) };
}

function foldProduct({ products }: Workspace, change: ProductChange): Effect {
  return applyProductChange(
    take(products, change.id, () => unknownProduct(change)),
    change,
  );
}

function take<State>(states: Map<string, State>, id: string, unknown: () => State): State {
  const known = states.get(id);
  if (known) return known;
  const state = unknown();
  states.set(id, state);
  return state;
}
