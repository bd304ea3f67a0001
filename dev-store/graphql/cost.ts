import {
  type FieldNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLField,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type OperationDefinitionNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
  Kind,
  OperationTypeNode,
} from "graphql";

import { adminSchema } from "./admin-schema";

/**
 * What a query costs, fitted to recorded answers of real shops: a scalar 0, an object 1, amounts of money and
 * addresses 0, a root field that counts 10, a mutation 10 with its payload's own fields free, and a connection
 * 2 + weight(first) × (1 + cost of a node) with weight(n) = ⌊2·ln n⌋, at least 1 and 0 for none:
 * weight 1, 2, 3, 4, 7, 11 for 1, 3, 5, 10, 50, 250 rows. `nodes` and `edges` count each.
 * The actual cost puts the returned number of rows in place of `first`; a connection that came back empty is
 * charged 2 + weight(first). Of fragments on different types the dearest counts.
 */
export type CostRequest = {
  operation: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Readonly<Record<string, unknown>>;
};

const FREE_TYPES = new Set([
  "CustomerEmailMarketingConsentState",
  "CustomerSmsMarketingConsentState",
  "MailingAddress",
  "MoneyBag",
  "MoneyV2",
  "PageInfo",
  "TaxLine",
]);

const COUNT_COST = 10;
const MUTATION_COST = 10;
const CONNECTION_COST = 2;

/** The cost by which a request is admitted, before anything is read. */
export function requestedCost(request: CostRequest): number {
  return totalCost(request, undefined);
}

/** The cost of what was returned, which the bucket is charged with. */
export function actualCost(request: CostRequest, data: unknown): number {
  return totalCost(request, data ?? null);
}

/** How much `first: rows` multiplies the cost of a node. */
export function connectionWeight(rows: number): number {
  return rows <= 0 ? 0 : Math.max(1, Math.floor(2 * Math.log(rows)));
}

function totalCost(request: CostRequest, data: unknown): number {
  const { operation } = request;
  const root = adminSchema().getRootType(operation.operation);
  if (!root) return 0;
  const walk: Walk = { ...request, mutation: operation.operation === OperationTypeNode.MUTATION };
  return Math.max(
    1,
    Math.round(selectionCost(walk, { set: operation.selectionSet, type: root, data, depth: 0 })),
  );
}

type Walk = CostRequest & { mutation: boolean };

/** `data` undefined = nothing has been read yet. */
type Selection = { set: SelectionSetNode; type: GraphQLCompositeType; data: unknown; depth: number };

function selectionCost(walk: Walk, selection: Selection): number {
  let shared = 0;
  const byType = new Map<string, number>();
  for (const node of selection.set.selections) {
    if (node.kind === Kind.FIELD) {
      shared += fieldCost(walk, node, selection);
      continue;
    }
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : walk.fragments.get(node.name.value);
    if (!fragment) continue;
    const condition = fragment.typeCondition?.name.value ?? selection.type.name;
    const type = adminSchema().getType(condition);
    if (!isCompositeType(type)) continue;
    const cost = selectionCost(walk, { ...selection, set: fragment.selectionSet, type });
    if (isObjectType(type) && type !== selection.type)
      byType.set(condition, (byType.get(condition) ?? 0) + cost);
    else shared += cost;
  }
  return shared + Math.max(0, ...byType.values());
}

function fieldCost(walk: Walk, node: FieldNode, parent: Selection): number {
  const field = fieldOf(parent.type, node.name.value);
  if (!field) return 0;
  const type = getNamedType(field.type);
  if (!isCompositeType(type) || !node.selectionSet) return 0;
  const data = valueAt(parent.data, node);
  if (data === ABSENT) return 0;
  const inner: Selection = { set: node.selectionSet, type, data, depth: parent.depth + 1 };
  if (type.name.endsWith("Connection")) return connectionCost(walk, node, inner);
  if (type.name === "Count") return parent.depth === 0 ? COUNT_COST : 0;
  return ownCost(walk, type, parent.depth) + listCost(walk, node, inner);
}

function ownCost(walk: Walk, type: GraphQLCompositeType, depth: number): number {
  if (walk.mutation && depth === 0) return MUTATION_COST;
  return FREE_TYPES.has(type.name) || (walk.mutation && depth === 1) ? 0 : 1;
}

function listCost(walk: Walk, node: FieldNode, inner: Selection): number {
  const ids = argument(walk, node, "ids");
  const times = node.name.value === "nodes" && Array.isArray(ids) ? Math.max(1, ids.length) : 1;
  if (inner.data === null) return 0;
  if (!Array.isArray(inner.data)) return times * selectionCost(walk, inner);
  return times * averageCost(walk, inner, inner.data);
}

function connectionCost(walk: Walk, node: FieldNode, connection: Selection): number {
  const asked = Number(argument(walk, node, "first") ?? argument(walk, node, "last") ?? 0);
  return connection.set.selections.reduce(
    (cost, part) => (part.kind === Kind.FIELD ? cost + rowsCost(walk, { part, connection, asked }) : cost),
    CONNECTION_COST,
  );
}

type Rows = { part: FieldNode; connection: Selection; asked: number };

/** Of `nodes` or `edges`; the edge itself is free, its node is the object that counts. */
function rowsCost(walk: Walk, { part, connection, asked }: Rows): number {
  const name = part.name.value;
  const field = fieldOf(connection.type, name);
  const type = field && getNamedType(field.type);
  if ((name !== "nodes" && name !== "edges") || !isCompositeType(type) || !part.selectionSet) return 0;
  const inner: Selection = { set: part.selectionSet, type, data: undefined, depth: connection.depth + 1 };
  const rowCost = name === "nodes" ? 1 : 0;
  const rows = valueAt(connection.data, part);
  if (!Array.isArray(rows)) return connectionWeight(asked) * (rowCost + selectionCost(walk, inner));
  if (rows.length === 0) return connectionWeight(asked);
  return connectionWeight(rows.length) * (rowCost + averageCost(walk, inner, rows));
}

function averageCost(walk: Walk, selection: Selection, rows: readonly unknown[]): number {
  if (rows.length === 0) return 0;
  const sum = rows.reduce(
    (total: number, data) => total + (data === null ? 0 : selectionCost(walk, { ...selection, data })),
    0,
  );
  return sum / rows.length;
}

const ABSENT = Symbol("not in the answer");

/** The answer's part for the field: undefined before reading, ABSENT when a fragment did not apply. */
function valueAt(data: unknown, node: FieldNode): unknown {
  if (data === undefined) return undefined;
  if (data === null || typeof data !== "object") return ABSENT;
  const key = node.alias?.value ?? node.name.value;
  return key in data ? (data as Record<string, unknown>)[key] : ABSENT;
}

function argument(walk: Walk, node: FieldNode, name: string): unknown {
  const found = node.arguments?.find((candidate) => candidate.name.value === name);
  return found && valueFromASTUntyped(found.value, walk.variables);
}

function fieldOf(type: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  return isUnionType(type) || !(isObjectType(type) || isInterfaceType(type))
    ? undefined
    : type.getFields()[name];
}
