import { z } from "zod/v4";

import type { Change, MappedChange } from "../batch/change";
import type { MappingInput } from "../batch/mapping-input";
import { mapCustomerNode } from "../customers/mapping";
import { mapOrderNode } from "../orders/node-mapping";
import { PayloadProblem } from "../outcome";
import { parseWith } from "../payload/fields";
import { mapProductNode } from "../products/mapping";

/*
 * Deliveries of Shopify's Events family. They name a resource, what was done to it and the ids; the record itself only
 * as far as the subscription's query asked for it, under `data`.
 */

type Resource = {
  /** As `Shopify-Topic` has it, and the type of its GIDs. */
  type: "Customer" | "Order" | "Product";
  of: "customers" | "orders" | "products";
  resource: "customer" | "order" | "product";
  mapNode: (input: MappingInput) => Change[];
};

export const EVENT_RESOURCES: readonly Resource[] = [
  { type: "Customer", of: "customers", resource: "customer", mapNode: mapCustomerNode },
  { type: "Order", of: "orders", resource: "order", mapNode: mapOrderNode },
  { type: "Product", of: "products", resource: "product", mapNode: mapProductNode },
];

export const EVENT_ACTIONS = ["create", "update", "delete"] as const;
export type EventAction = (typeof EVENT_ACTIONS)[number];

const EventPayload = z.object({
  query_variables: z.record(z.string(), z.unknown()),
  data: z.record(z.string(), z.unknown()).nullish(),
});

/** Connections a record is judged by: cut off, they would look as if the rest were gone. */
const CONNECTIONS = ["variants", "lineItems"] as const;

/**
 * A delivery of the Events family: the record, when `data` has all of it; else the wish to read it again.
 *
 * @throws PayloadProblem when it does not name the record.
 */
export function mapEventDelivery(
  input: MappingInput,
  { type, of, resource, mapNode }: Resource,
  action: EventAction,
): MappedChange[] {
  const { query_variables: ids, data } = parseWith(EventPayload, input.body);
  const gid = gidOf(ids, type);
  if (action === "delete") {
    const id = input.idOf(gid.slice(gid.lastIndexOf("/") + 1));
    return [{ resource, kind: "deletion", id, gid, triggeredAt: input.triggeredAt }];
  }
  return (
    mapWhole(input, { node: data?.[type.toLowerCase()], gid, mapNode }) ?? [{ resource: "refetch", of, gid }]
  );
}

function gidOf(ids: Readonly<Record<string, unknown>>, type: Resource["type"]): string {
  const key = `${type.toLowerCase()}Id`;
  const gid = ids[key];
  const isGid = typeof gid === "string" && new RegExp(`^gid://shopify/${type}/\\d+$`).test(gid);
  if (!isGid) throw new PayloadProblem(`query_variables.${key}`, gid, `expected gid://shopify/${type}/…`);
  return gid;
}

/**
 * Null when the query did not ask for all that a row needs, or did not get it.
 *
 * @throws RangeError when an amount is too large to be exact.
 */
function mapWhole(
  input: MappingInput,
  { node, gid, mapNode }: { node: unknown; gid: string; mapNode: Resource["mapNode"] },
): Change[] | null {
  if (typeof node !== "object" || node === null || !("id" in node) || node.id !== gid) return null;
  const connections = CONNECTIONS.map((key) => (node as Record<string, unknown>)[key]);
  if (connections.some((connection) => connection !== undefined && !isWhole(connection))) return null;
  try {
    return mapNode({ ...input, body: node });
  } catch (error) {
    if (error instanceof PayloadProblem) return null;
    throw error;
  }
}

const WholeConnection = z.object({ pageInfo: z.object({ hasNextPage: z.literal(false) }) });

function isWhole(connection: unknown): boolean {
  return WholeConnection.safeParse(connection).success;
}
