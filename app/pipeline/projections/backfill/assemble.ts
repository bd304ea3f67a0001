import type { BulkLine } from "~/integrations/shopify/bulk/schema";

import type { BackfillResource } from "./rules";

/**
 * Connection of the parent that children of a GID type belong to. A line of a bulk file does not name it; each of our
 * bulk queries has at most one connection of a type.
 */
const CHILD_FIELDS: Readonly<Record<BackfillResource, Readonly<Record<string, string>>>> = {
  customers: {},
  products: { ProductVariant: "variants" },
  orders: { LineItem: "lineItems" },
  checkouts: { AbandonedCheckoutLineItem: "lineItems" },
};

/**
 * A node as GraphQL would have answered it: its children back in their connections, in the file's order.
 *
 * @throws Error for a child no bulk query of ours asks for.
 */
export function assembleNode(
  resource: BackfillResource,
  parent: BulkLine,
  children: readonly BulkLine[],
): BulkLine {
  const fields = CHILD_FIELDS[resource];
  const node: BulkLine = { ...parent };
  for (const field of Object.values(fields)) node[field] = { nodes: [] };
  for (const { __parentId: _parent, ...child } of children) {
    const type = typeOfGid(child.id);
    const field = fields[type];
    if (!field) throw new Error(`${resource} have no children of type "${type}"`);
    (node[field] as { nodes: BulkLine[] }).nodes.push(child);
  }
  return node;
}

function typeOfGid(gid: string | undefined): string {
  return /^gid:\/\/shopify\/([A-Za-z]+)\//.exec(gid ?? "")?.[1] ?? "";
}
