import { type DocumentNode, type FieldNode, Kind, parse, print, type SelectionSetNode, visit } from "graphql";

import type { ReconcileResource } from "./rules";

/** Children that come with a record; records with more of them are completed by further questions. */
export const CHILDREN_AT_ONCE = 100;

const TYPES: Readonly<Record<ReconcileResource, string>> = {
  customers: "Customer",
  products: "Product",
  orders: "Order",
  checkouts: "AbandonedCheckout",
};

/** Records of a page: as many as stay well below 1,000 points with their children. */
export const PAGE_SIZES: Readonly<Record<ReconcileResource, number>> = {
  customers: 100,
  products: 50,
  orders: 50,
  checkouts: 50,
};

/** Abandoned checkouts cannot be sorted by their change; for them every order that stays the same will do. */
const SORTED_BY: Readonly<Record<ReconcileResource, string>> = {
  customers: "UPDATED_AT",
  products: "UPDATED_AT",
  orders: "UPDATED_AT",
  checkouts: "CREATED_AT",
};

const ROOTS: Readonly<Record<ReconcileResource, string>> = {
  customers: "customers",
  products: "products",
  orders: "orders",
  checkouts: "abandonedCheckouts",
};

const COUNTS: Readonly<Record<ReconcileResource, string>> = {
  customers: "customersCount",
  products: "productsCount",
  orders: "ordersCount",
  checkouts: "abandonedCheckoutsCount",
};

/** Figures that change without the record's being changed. */
const FIGURES: Readonly<Partial<Record<ReconcileResource, string>>> = {
  customers: "numberOfOrders amountSpent { amount currencyCode }",
};

/** The questions about one resource. */
export type ReconcileDocuments = {
  /** Variables `query`, `after`: a page of records by a search, as `page { nodes, pageInfo }`. */
  page: DocumentNode;
  /** Variable `ids`: whole records, null for those that are gone. */
  records: DocumentNode;
  /** Variable `ids`: of each only its id, when it changed last, and figures that change by themselves. */
  versions: DocumentNode;
  /** Variable `query`: how many records match, as `total { count, precision }`. */
  count: DocumentNode;
  /** By name of the connection, variables `id`, `after`: further children of one record, as `record { children }`. */
  children: Readonly<Record<string, DocumentNode>>;
};

/**
 * The questions about a resource, made from its bulk query: what is compared has the fields that are loaded, whatever
 * they are.
 *
 * @throws Error when the bulk query has another shape than `{ root { edges { node { … } } } }`.
 */
export function reconcileDocuments(resource: ReconcileResource, bulkQuery: string): ReconcileDocuments {
  const { selection, children } = pagedSelection(nodeSelection(bulkQuery));
  const fields = print(selection);
  const type = TYPES[resource];
  const name = type === "AbandonedCheckout" ? "Checkout" : type;
  return {
    page: parse(`query ReconcilePageOf${name}s($query: String!, $after: String) {
      page: ${ROOTS[resource]}(first: ${PAGE_SIZES[resource]}, after: $after, query: $query, sortKey: ${SORTED_BY[resource]}) {
        nodes ${fields}
        pageInfo { hasNextPage endCursor }
      }
    }`),
    records: parse(`query Reconcile${name}s($ids: [ID!]!) { nodes(ids: $ids) { ... on ${type} ${fields} } }`),
    versions: parse(`query ReconcileVersionsOf${name}s($ids: [ID!]!) {
      nodes(ids: $ids) { ... on ${type} { id updatedAt ${FIGURES[resource] ?? ""} } }
    }`),
    count: parse(`query ReconcileCountOf${name}s($query: String) {
      total: ${COUNTS[resource]}(query: $query, limit: null) { count precision }
    }`),
    children: Object.fromEntries(
      [...children].map(([field, childSelection]) => [
        field,
        parse(`query Reconcile${name}${field}($id: ID!, $after: String) {
          record: node(id: $id) { ... on ${type} {
            children: ${field}(first: 250, after: $after) {
              nodes ${print(childSelection)}
              pageInfo { hasNextPage endCursor }
            }
          } }
        }`),
      ]),
    ),
  };
}

function nodeSelection(bulkQuery: string): SelectionSetNode {
  const [operation] = parse(bulkQuery).definitions;
  const root =
    operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections[0] : undefined;
  const node = root?.kind === Kind.FIELD ? nodeOf(root) : null;
  if (!node) throw new Error(`expected a bulk query of the shape { root { edges { node { … } } } }`);
  return node;
}

/** What a connection selects of its nodes; null when the field is no connection. */
function nodeOf(field: FieldNode): SelectionSetNode | null {
  const edges = fieldOf(field.selectionSet, "edges");
  return fieldOf(edges?.selectionSet, "node")?.selectionSet ?? null;
}

function fieldOf(selection: SelectionSetNode | undefined, name: string): FieldNode | undefined {
  return selection?.selections.find(
    (candidate): candidate is FieldNode => candidate.kind === Kind.FIELD && candidate.name.value === name,
  );
}

/** The selection with every connection in it as `first: … { nodes, pageInfo }`, and what each selects. */
function pagedSelection(selection: SelectionSetNode): {
  selection: SelectionSetNode;
  children: Map<string, SelectionSetNode>;
} {
  const children = new Map<string, SelectionSetNode>();
  const paged = visit(selection, {
    Field: {
      enter(field) {
        const node = nodeOf(field);
        if (!node) return undefined;
        children.set(field.name.value, node);
        const text = `{ ${field.name.value}(first: ${CHILDREN_AT_ONCE}) { nodes ${print(node)} pageInfo { hasNextPage endCursor } } }`;
        const [operation] = parse(text).definitions;
        const [replacement] =
          operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
        return replacement;
      },
    },
  });
  return { selection: paged, children };
}
