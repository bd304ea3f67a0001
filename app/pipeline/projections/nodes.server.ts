import type { Tx } from "~/platform/db.server";

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
  const problems: NodeProblem[] = [];
  const idOf = (legacyId: string) => `${shop.id}_${legacyId}`;
  const changes = nodes.flatMap((body, index) => {
    try {
      return MAPPINGS[resource]({ body, shop, triggeredAt: now, idOf });
    } catch (error) {
      if (!(error instanceof PayloadProblem)) throw error;
      problems.push({ index, problem: error.problem });
      return [];
    }
  });
  await applyChanges(tx, { shop, changes, now, silent, defersAggregates });
  return { projectedCount: nodes.length - problems.length, problems };
}
