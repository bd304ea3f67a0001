import type { DomainEvent } from "~/pipeline/events/catalogue";

import type { OrderStep } from "../aggregates/deltas";
import { applyCheckoutChange, unknownCheckout } from "../checkouts/rules";
import { addToIndex, type CheckoutIndex, findInIndex, indexCheckouts } from "../checkouts/rules/resolve";
import type { CheckoutChange, CheckoutState } from "../checkouts/schema";
import { applyCustomerChange, inheritRegistration, unknownCustomer } from "../customers/rules";
import type { CustomerChange, CustomerState } from "../customers/schema";
import { applyOrderChange, changesAggregates, unknownOrder } from "../orders/rules";
import { type OrderChange, type OrderRow, type OrderState, UNKNOWN_VERSION } from "../orders/schema";
import { applyProductChange, unknownProduct } from "../products/rules";
import type { ProductChange, ProductState } from "../products/schema";
import { contactsOf } from "../guests/rules";
import { IMPORTED_VERSION, nameKeyedOrderId } from "../rules/imported";

import type { AnyChange, ChangeOutcome } from "./change";
import { customerNamedBy, findKept, type Redirect, withMeantCustomer } from "./identity";
import type { ProjectedShop } from "./mapping-input";
import { foldSatellite, isSatelliteChange, noSatellites, type Satellites } from "./satellites";

/** What a batch works on, in memory. */
export type Workspace = {
  shop: ProjectedShop;
  now: Date;
  customers: Map<string, CustomerState>;
  orders: Map<string, OrderState>;
  checkouts: CheckoutIndex;
  products: Map<string, ProductState>;
  satellites: Satellites;
  /** Orders that aggregates must be told of, as they were before the batch. */
  countedBefore: Map<string, OrderRow>;
  /** Orders that the store gave to another customer, with whose they were before the batch. */
  ownedBefore: Map<string, string | null>;
  /** Orders known by their name only that have come themselves. */
  replacedOrderIds: Set<string>;
  /** Mail addresses and phone numbers of customers before the batch, by customer id. */
  contactsBefore: ReadonlyMap<string, readonly string[]>;
  redirects: Redirect[];
  /** Customers of whom news came that do not tell all; `true`: what is stored may be out of date, too. */
  unsureCustomers: Map<string, boolean>;
};

type Effect = { outcome: ChangeOutcome; events: DomainEvent[] };

/** A workspace of what was loaded. */
export function workspaceOf(
  loaded: Pick<Workspace, "shop" | "now" | "customers" | "orders" | "products"> & {
    checkouts: readonly CheckoutState[];
    satellites?: Satellites;
  },
): Workspace {
  return {
    ...loaded,
    satellites: loaded.satellites ?? noSatellites(),
    checkouts: indexCheckouts(loaded.checkouts),
    countedBefore: new Map(),
    ownedBefore: new Map(),
    replacedOrderIds: new Set(),
    contactsBefore: new Map([...loaded.customers].map(([id, { row }]) => [id, contactsOf(row)])),
    redirects: [],
    unsureCustomers: new Map(),
  };
}

/** Works one change into the workspace. */
export function foldChange(workspace: Workspace, change: AnyChange): Effect {
  if (isSatelliteChange(change)) return foldSatellite(workspace.satellites, change, workspace.orders);
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

function foldCustomer(workspace: Workspace, change: CustomerChange): Effect {
  const { customers, now, unsureCustomers } = workspace;
  const state = take(customers, change.id, () => unknownCustomer(change, now));
  const effect = applyCustomerChange(state, change);
  const kept = findKept(customers, change.id);
  if (kept) {
    inheritRegistration(kept, state.row);
    if (change.kind !== "mention") unsureCustomers.set(kept.row.id, true);
  } else if (lacksParts(change)) {
    unsureCustomers.set(change.id, unsureCustomers.get(change.id) ?? false);
  }
  return effect;
}

/** Webhooks of profiles have neither tags nor consent. An imported file is not worth a question for each of its rows. */
function lacksParts(change: CustomerChange): boolean {
  return change.kind === "profile" && change.tags === undefined && change.version > IMPORTED_VERSION;
}

function foldOrder(workspace: Workspace, change: OrderChange): Effect {
  if (change.kind === "order" && change.customer) foldCustomer(workspace, change.customer);
  replaceNameKeyed(workspace, change);
  const { orders, shop } = workspace;
  const state = take(orders, change.id, () => unknownOrder(change, shop.currencyCode));
  const before = state.row;
  const effect = applyOrderChange(state, withMeantCustomer(workspace.customers, change, before));
  noteOwner(workspace, { table: "Order", state, change, effect });
  if (changesAggregates(before, state.row)) noteBefore(workspace, before);
  noteOwnerBefore(workspace, before, state.row);
  return effect;
}

/** Of an order that was there: what was told of it is to follow it to its new customer. */
function noteOwnerBefore({ ownedBefore }: Workspace, before: OrderRow, after: OrderRow): void {
  if (before.versionAt <= UNKNOWN_VERSION || before.customerId === after.customerId) return;
  if (!ownedBefore.has(after.id)) ownedBefore.set(after.id, before.customerId);
}

type Owned = Pick<OrderRow, "id" | "customerId" | "isLinkedByAddress">;

/** Who is named by the store itself is not linked by address any more. */
function noteOwner<Row extends Owned>(
  { redirects }: Workspace,
  {
    table,
    state,
    change,
    effect,
  }: { table: Redirect["table"]; state: { row: Row }; change: OrderChange | CheckoutChange; effect: Effect },
): void {
  const named = customerNamedBy(change);
  if (named === null || effect.outcome !== "applied") return;
  const { row } = state;
  if (row.isLinkedByAddress) state.row = { ...row, isLinkedByAddress: false };
  if (row.customerId !== named) redirects.push({ table, rowId: row.id, fromCustomerId: named });
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

/** Remembers an order as the aggregates know it. */
export function noteBefore({ countedBefore }: Workspace, before: OrderRow): void {
  if (!countedBefore.has(before.id)) countedBefore.set(before.id, before);
}

/** What the batch changed for the aggregates: orders as they were, and as they are; only of `ids` unless null. */
export function orderStepsOf(
  { countedBefore, orders }: Workspace,
  ids: ReadonlySet<string> | null = null,
): OrderStep[] {
  const counted = [...countedBefore].filter(([id]) => ids === null || ids.has(id));
  return counted.map(([id, before]) => ({
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
    const effect = applyCheckoutChange(state, withMeantCustomer(workspace.customers, change, state.row));
    noteOwner(workspace, { table: "Checkout", state, change, effect });
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
