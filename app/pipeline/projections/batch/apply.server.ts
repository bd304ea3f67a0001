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
import { IMPORTED_VERSION } from "../rules/imported";

import type { Change, ChangeOutcome } from "./change";
import { foldChange, nameKeyOf, orderStepsOf, type Workspace, workspaceOf } from "./fold";
import type { ProjectedShop } from "./mapping-input";

/**
 * Applies changes in their order, in few statements however many they are: what they touch is loaded, the changes are
 * worked through in memory, then everything is stored, then events, then the aggregates.
 *
 * The transaction must hold the write lock (`inTransaction`), so that nothing changes between loading and storing.
 *
 * @param silent Events are stored for timelines, but nobody reacts.
 * @param defersAggregates Leaves the aggregates alone: the caller recounts them when all is loaded.
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
    changes: readonly Change[];
    now: Date;
    silent?: boolean;
    defersAggregates?: boolean;
  },
): Promise<ChangeOutcome[]> {
  if (changes.length === 0) return [];
  const workspace = await load(tx, { shop, changes, now });
  const events: DomainEvent[] = [];
  const outcomes = changes.map((change) => {
    const effect = foldChange(workspace, change);
    // An imported file does not know when what it tells became true.
    events.push(...effect.events.filter(({ occurredAt }) => occurredAt > IMPORTED_VERSION));
    return effect.outcome;
  });
  await save(tx, workspace);
  await publishEvents(tx, events, { shopId: shop.id, now, silent });
  if (!defersAggregates) {
    await applyOrderSteps(tx, { shopId: shop.id, steps: orderStepsOf(workspace) });
  }
  return outcomes;
}

async function load(
  tx: Tx,
  { shop, changes, now }: { shop: ProjectedShop; changes: readonly Change[]; now: Date },
): Promise<Workspace> {
  const shopId = shop.id;
  const customers = changes.flatMap(customerChangesOf);
  const orders = changes.filter((change) => change.resource === "order");
  const checkouts = changes.filter((change) => change.resource === "checkout");
  const products = changes.filter((change) => change.resource === "product");
  return workspaceOf({
    shop,
    now,
    customers: await loadCustomers(tx, {
      shopId,
      ids: idsOf(customers),
      withTags: customers.some(concernsTags),
    }),
    orders: await loadOrders(tx, { shopId, ids: [...idsOf(orders), ...nameKeysOf(shop, orders)] }),
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
}

function customerChangesOf(change: Change): CustomerChange[] {
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
