import type { Tx } from "~/platform/db.server";
import { deriveId } from "~/platform/ids.server";

import { applyChanges } from "./batch/apply.server";
import type { Change } from "./batch/change";
import type { MappingInput, ProjectedShop } from "./batch/mapping-input";
import { mapCheckoutNode } from "./checkouts/mapping";
import { mapCustomerNode } from "./customers/mapping";
import { mapOrderNode } from "./orders/node-mapping";
import { PayloadProblem, type Problem } from "./outcome";
import { mapProductNode } from "./products/mapping";

export type NodeResource = "customers" | "orders" | "products" | "checkouts";

const MAPPINGS: Readonly<Record<NodeResource, (input: MappingInput) => Change[]>> = {
  customers: mapCustomerNode,
  orders: mapOrderNode,
  products: mapProductNode,
  checkouts: mapCheckoutNode,
};

const DELETED: Readonly<Record<Exclude<NodeResource, "checkouts">, "customer" | "order" | "product">> = {
  customers: "customer",
  orders: "order",
  products: "product",
};

/**
 * Marks records as deleted that the store no longer gave when they were asked for. Safe to repeat. The transaction must
 * be one of `inTransaction`.
 *
 * @param now When they were asked for: whatever Shopify triggered later shows that they live.
 */
export async function projectDeletions(
  tx: Tx,
  {
    shop,
    resource,
    gids,
    now,
  }: { shop: ProjectedShop; resource: keyof typeof DELETED; gids: readonly string[]; now: Date },
): Promise<void> {
  const changes = gids.map((gid): Change => {
    const id = deriveId(shop.id, gid);
    return { resource: DELETED[resource], kind: "deletion", id, gid, triggeredAt: now };
  });
  await applyChanges(tx, { shop, changes, now });
}

/** A node that could not be used; the others of its batch were. */
export type NodeProblem = { index: number; problem: Problem };

/**
 * Projects records read through the Admin API: of a bulk operation, or one that was fetched again.
 *
 * Nodes are `CustomerNode`, `OrderNode`, `ProductNode` or `CheckoutNode` with children under `lineItems.nodes` or
 * `variants.nodes`. Safe to repeat. The transaction must be one of `inTransaction`.
 *
 * @param now When they were read.
 * @param silent History: events are stored for timelines, but nobody reacts.
 * @param defersAggregates For a large load: call `recountAggregates` at its end.
 */
export async function projectNodes(
  tx: Tx,
  {
    shop,
    resource,
    nodes,
    now,
    silent,
    defersAggregates = false,
  }: {
    shop: ProjectedShop;
    resource: NodeResource;
    nodes: readonly unknown[];
    now: Date;
    silent: boolean;
    defersAggregates?: boolean;
  },
): Promise<{ projectedCount: number; problems: NodeProblem[] }> {
  const { mapped, problems } = mapNodes({ shop, resource, nodes, now });
  const changes = mapped.flatMap((entry) => entry.changes);
  await applyChanges(tx, { shop, changes, now, silent, defersAggregates });
  return { projectedCount: nodes.length - problems.length, problems };
}

/**
 * What nodes say, without a look at what is stored.
 *
 * @returns the changes of each node that can be used, by the node's index, and what is wrong with the others.
 */
export function mapNodes({
  shop,
  resource,
  nodes,
  now,
}: {
  shop: ProjectedShop;
  resource: NodeResource;
  nodes: readonly unknown[];
  now: Date;
}): { mapped: { index: number; changes: Change[] }[]; problems: NodeProblem[] } {
  const idOf = (legacyId: string) => `${shop.id}_${legacyId}`;
  const problems: NodeProblem[] = [];
  const mapped = nodes.flatMap((body, index) => {
    try {
      return [{ index, changes: MAPPINGS[resource]({ body, shop, triggeredAt: now, idOf }) }];
    } catch (error) {
      if (!(error instanceof PayloadProblem)) throw error;
      problems.push({ index, problem: error.problem });
      return [];
    }
  });
  return { mapped, problems };
}
