import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import type { Tx } from "~/platform/db.server";

import { applyOrderSteps } from "../aggregates/recount.server";
import { loadCheckouts, saveCheckouts } from "../checkouts/repository.server";
import type { CustomerChange } from "../customers/schema";
import { appendConsentChanges } from "../customers/consent-log.server";
import { loadCustomers, saveCustomers } from "../customers/repository.server";
import type { OrderChange } from "../orders/schema";
import { deleteNameKeyedOrders, loadOrders, saveOrders } from "../orders/repository.server";
import { loadProducts, saveProducts } from "../products/repository.server";
import { giveEvents, giveEventsOfNamed, linkGuests } from "../guests/link.server";
import { IMPORTED_VERSION } from "../rules/imported";
import { loadTransactions, saveTransactions } from "../transactions/repository.server";

import type { AnyChange, ChangeOutcome } from "./change";
import { withoutErased } from "./erased.server";
import { foldChange, nameKeyOf, orderStepsOf, type Workspace, workspaceOf } from "./fold";
import { withKeptCustomer } from "./identity";
import { loadKept, settleIdentity } from "./identity.server";
import type { ProjectedShop } from "./mapping-input";
import { loadSatellites, orderIdsOfReturns, saveSatellites } from "./satellites.server";

/**
 * Applies changes in their order, in few statements however many they are: what they touch is loaded, the changes are
 * worked through in memory, then everything is stored, then events, then the aggregates.
 *
 * The transaction must hold the write lock (`inTransaction`), so that nothing changes between loading and storing.
 *
 * @param silent Events are stored for timelines, but nobody reacts.
 * @param defersAggregates Leaves the aggregates of the orders told of alone: the caller recounts them when all is loaded.
 * @returns one outcome per change, in the same order.
 */
export async function applyChanges(
  tx: Tx,
  {
    shop,
    changes,
    now,
    silent = false,
    defersAggregates = false,
  }: {
    shop: ProjectedShop;
    changes: readonly AnyChange[];
    now: Date;
    silent?: boolean;
    defersAggregates?: boolean;
  },
): Promise<ChangeOutcome[]> {
  if (changes.length === 0) return [];
  const allowed = await withoutErased(tx, { shopId: shop.id, changes });
  const workspace = await load(tx, { shop, changes: allowed.filter((change) => change !== null), now });
  const events: DomainEvent[] = [];
  const outcomes = allowed.map((change): ChangeOutcome => {
    if (!change) return "erased-person";
    const effect = foldChange(workspace, change);
    // An imported file does not know when what it tells became true.
    events.push(...effect.events.filter(({ occurredAt }) => occurredAt > IMPORTED_VERSION));
    return effect.outcome;
  });
  const guests = await linkGuests(tx, workspace);
  await save(tx, workspace);
  const told = [...events, ...guests.events].map((event) => withKeptCustomer(workspace.customers, event));
  await publishEvents(tx, told, { shopId: shop.id, now, silent });
  await giveEvents(tx, { shopId: shop.id, linked: guests.linked });
  await giveEventsOfNamed(tx, workspace);
  await settleIdentity(tx, workspace, { silent });
  const steps = orderStepsOf(workspace, defersAggregates ? guests.loadedIds : null);
  await applyOrderSteps(tx, { shopId: shop.id, steps });
  return outcomes;
}

async function load(
  tx: Tx,
  { shop, changes, now }: { shop: ProjectedShop; changes: readonly AnyChange[]; now: Date },
): Promise<Workspace> {
  const shopId = shop.id;
  const customers = changes.flatMap(customerChangesOf);
  const orders = changes.filter((change) => change.resource === "order");
  const checkouts = changes.filter((change) => change.resource === "checkout");
  const products = changes.filter((change) => change.resource === "product");
  const satellites = await loadSatellites(tx, { shopId, changes });
  const orderIds = [...idsOf(orders), ...nameKeysOf(shop, orders), ...orderIdsOfReturns(satellites, changes)];
  const loadedOrders = await loadOrders(tx, { shopId, ids: [...new Set(orderIds)] });
  await loadTransactions(tx, { shopId, orders: loadedOrders });
  const loadedCustomers = await loadCustomers(tx, {
    shopId,
    ids: idsOf(customers),
    withTags: customers.some(concernsTags),
  });
  await loadKept(tx, { shopId, customers: loadedCustomers });
  return workspaceOf({
    shop,
    now,
    customers: loadedCustomers,
    orders: loadedOrders,
    satellites,
    checkouts: await loadCheckouts(tx, { shopId, keys: checkouts.map(({ keys }) => keys) }),
    products: await loadProducts(tx, { shopId, ids: idsOf(products) }),
  });
}

/** Customers first: tags need them. */
async function save(tx: Tx, workspace: Workspace): Promise<void> {
  const shopId = workspace.shop.id;
  const customers = [...workspace.customers.values()];
  await saveCustomers(tx, { shopId, states: customers, now: workspace.now });
  await appendConsentChanges(tx, { shopId, states: customers, now: workspace.now });
  await deleteNameKeyedOrders(tx, { shopId, ids: [...workspace.replacedOrderIds] });
  await saveOrders(tx, { shopId, states: [...workspace.orders.values()] });
  await saveCheckouts(tx, { shopId, states: [...workspace.checkouts.all] });
  await saveProducts(tx, { shopId, states: [...workspace.products.values()] });
  await saveTransactions(tx, { shopId, orders: workspace.orders.values() });
  await saveSatellites(tx, { shopId, satellites: workspace.satellites });
}

function customerChangesOf(change: AnyChange): CustomerChange[] {
  if (change.resource === "customer") return [change];
  const customer = "customer" in change ? change.customer : null;
  return customer ? [customer] : [];
}

function concernsTags(change: CustomerChange): boolean {
  return change.kind === "tags" || (change.kind === "profile" && change.tags !== undefined);
}

function idsOf(changes: readonly { id: string }[]): string[] {
  return [...new Set(changes.map(({ id }) => id))];
}

function nameKeysOf(shop: ProjectedShop, changes: readonly OrderChange[]): string[] {
  return changes.flatMap((change) => nameKeyOf(shop, change) ?? []);
}
