import {
  type FieldNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  getNullableType,
  type GraphQLObjectType,
  isCompositeType,
  isListType,
  isObjectType,
  isUnionType,
  type SelectionSetNode,
  Kind,
  OperationTypeNode,
} from "graphql";

import { adminSchema } from "../graphql/admin-schema";
import { type PreparedDocument, prepareDocument } from "../graphql/document/prepare";
import { type UserError, userError } from "../graphql/user-error";

const MAX_BYTES = 65_535;
const MAX_CONNECTIONS = 5;
const MAX_DEPTH = 2;

export type BulkCheck =
  { kind: "accepted"; prepared: PreparedDocument } | { kind: "refused"; userErrors: UserError[] };

/** Whether a document may run as a bulk query; otherwise all its faults in Shopify's words. */
export function checkBulkQuery(query: string): BulkCheck {
  const preparation = prepareDocument(query);
  if (preparation.kind === "refused") {
    const messages = preparation.errors.map(({ message }) => message).join(", ");
    return refuse([`Invalid bulk query: ${messages}`]);
  }
  const { prepared } = preparation;
  const [operation] = prepared.operations;
  if (!operation || prepared.operations.length > 1) {
    return refuse(["Invalid bulk query: exactly one operation is expected."]);
  }
  if (operation.operation !== OperationTypeNode.QUERY) {
    return refuse(["Invalid operation type. Only `query` operations are supported."]);
  }
  const found = new BulkSurvey(prepared).survey(operation.selectionSet);
  const faults = faultsOf(found);
  if (faults.length === 0 && Buffer.byteLength(query) > MAX_BYTES) faults.push(tooLarge(query));
  return faults.length > 0 ? refuse(faults) : { kind: "accepted", prepared };
}

function refuse(messages: string[]): BulkCheck {
  return { kind: "refused", userErrors: messages.map((message) => userError(["query"], message, "INVALID")) };
}

function tooLarge(query: string): string {
  return `Query is too large (${Buffer.byteLength(query)} bytes; maximum is ${MAX_BYTES} bytes)`;
}

type Findings = {
  connections: number;
  depth: number;
  /** Connections read by `nodes`. */
  byNodes: string[];
  /** Connections whose node has a connection inside but no plain `id`. */
  withoutId: string[];
  /** Connections whose nodes have no id at all. */
  notNodes: string[];
  insideList: boolean;
  topLevelNode: boolean;
};

function faultsOf(found: Findings): string[] {
  const faults: string[] = [];
  if (found.byNodes.length > 0) {
    faults.push(
      "All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: 'products { edges { node {'. " +
        `Selecting via 'nodes' is not supported. Invalid connection fields: '${found.byNodes.join("', '")}'.`,
    );
  }
  if (found.topLevelNode) faults.push("Bulk queries cannot contain a top level `node` field.");
  if (found.depth > MAX_DEPTH) {
    faults.push(`Bulk queries cannot contain connections with a nesting depth greater than ${MAX_DEPTH}.`);
  }
  if (found.connections > MAX_CONNECTIONS) {
    faults.push(`Bulk queries cannot contain more than ${MAX_CONNECTIONS} connections.`);
  }
  if (found.withoutId.length > 0) {
    faults.push(
      "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. " +
        `Connection fields without 'id': ${found.withoutId.join(", ")}.`,
    );
  }
  if (found.notNodes.length > 0) {
    faults.push(
      `Bulk queries can only contain connections of types that implement Node: ${found.notNodes.join(", ")}.`,
    );
  }
  if (found.insideList) {
    faults.push("Queries that contain a connection field within a list field are not currently supported.");
  }
  const onlyNodeFault = faults.length === 0 || (faults.length === 1 && found.topLevelNode);
  if (found.connections === 0 && onlyNodeFault)
    faults.push("Bulk queries must contain at least one connection.");
  return faults;
}

type Place = { type: GraphQLCompositeType; depth: number; inList: boolean; connection: string | null };

/** Walks a document and counts its connections. */
class BulkSurvey {
  readonly #found: Findings = {
    connections: 0,
    depth: 0,
    byNodes: [],
    withoutId: [],
    notNodes: [],
    insideList: false,
    topLevelNode: false,
  };

  constructor(private readonly prepared: PreparedDocument) {}

  survey(set: SelectionSetNode): Findings {
    const root = adminSchema().getQueryType();
    if (root) this.#walk(set, { type: root, depth: -1, inList: false, connection: null });
    return this.#found;
  }

  #walk(set: SelectionSetNode, place: Place): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        this.#walkField(selection, place);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : this.prepared.fragments.get(selection.name.value);
      const condition = fragment?.typeCondition?.name.value;
      const type = condition ? adminSchema().getType(condition) : place.type;
      if (fragment && isCompositeType(type)) this.#walk(fragment.selectionSet, { ...place, type });
    }
  }

  #walkField(node: FieldNode, place: Place): void {
    const name = node.name.value;
    if (place.depth === -1 && /^nodes?$/.test(name)) this.#found.topLevelNode = true;
    const field = isUnionType(place.type) ? undefined : place.type.getFields()[name];
    const type = field && getNamedType(field.type);
    if (!field || !isCompositeType(type) || !node.selectionSet) return;
    if (isObjectType(type) && type.name.endsWith("Connection")) {
      this.#walkConnection(node, type, place);
    } else {
      const inList = place.inList || isListType(getNullableType(field.type));
      this.#walk(node.selectionSet, { ...place, type, inList });
    }
  }

  #walkConnection(node: FieldNode, type: GraphQLObjectType, place: Place): void {
    const name = node.name.value;
    const depth = place.depth + 1;
    this.#found.connections += 1;
    this.#found.depth = Math.max(this.#found.depth, depth);
    if (place.inList) this.#found.insideList = true;
    if (place.connection !== null) this.#noteParent(place.connection);
    if (childOf(node, "nodes")) this.#found.byNodes.push(name);
    const recordType = getNamedType(type.getFields()["nodes"]?.type ?? type);
    if (isNoNode(recordType)) this.#found.notNodes.push(name);
    const record = childOf(childOf(node, "edges"), "node") ?? childOf(node, "nodes");
    if (!record?.selectionSet || !isCompositeType(recordType)) return;
    const connection = selectsPlainId(record.selectionSet) ? null : name;
    this.#walk(record.selectionSet, { type: recordType, depth, inList: false, connection });
  }

  #noteParent(connection: string): void {
    if (!this.#found.withoutId.includes(connection)) this.#found.withoutId.push(connection);
  }
}

function childOf(node: FieldNode | undefined, name: string): FieldNode | undefined {
  return node?.selectionSet?.selections.find(
    (selection): selection is FieldNode => selection.kind === Kind.FIELD && selection.name.value === name,
  );
}

function isNoNode(type: GraphQLNamedType): boolean {
  return isObjectType(type) && !type.getInterfaces().some((one) => one.name === "Node");
}

function selectsPlainId(set: SelectionSetNode): boolean {
  return set.selections.some(
    (selection) => selection.kind === Kind.FIELD && selection.name.value === "id" && !selection.alias,
  );
}
