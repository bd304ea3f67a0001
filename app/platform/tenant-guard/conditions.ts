/*
 * What a condition says for sure about the shop of the tables in it. AND adds up; of OR only what every branch says
 * counts; what is negated says nothing.
 */
import { findColumn, readPath, type Reference, type Scope } from "./scope";
import { type Group, isQuery, isSign, isWord, type Node, splitBy, splitByComma } from "./tokens";

export type Fact =
  /** The rows of a table are those of a given shop; `parameters` are the values that hold its id. */
  | { kind: "bound"; reference: Reference; parameters: readonly number[] }
  /** Two tables have the same shop. `from` may be of a query further out. */
  | { kind: "same"; from: Reference; to: Reference };

/** Facts of a condition within a scope. */
export function readFacts(nodes: readonly Node[], scope: Scope): Fact[] {
  const branches = splitBy(nodes, (node) => isWord(node, "or"));
  if (branches.length > 1) return inEveryBranch(branches.map((branch) => readFacts(branch, scope)));
  return splitBy(nodes, (node) => isWord(node, "and")).flatMap((part) => factsOfPart(part, scope));
}

function inEveryBranch([first = [], ...others]: Fact[][]): Fact[] {
  return first.flatMap((fact): Fact[] => {
    const twins = others.map((branch) => branch.find((other) => saysTheSame(fact, other)));
    if (twins.includes(undefined)) return [];
    if (fact.kind === "same") return [fact];
    const parameters = twins.flatMap((twin) => (twin?.kind === "bound" ? twin.parameters : []));
    return [{ ...fact, parameters: [...fact.parameters, ...parameters] }];
  });
}

function saysTheSame(a: Fact, b: Fact): boolean {
  if (a.kind === "bound") return b.kind === "bound" && a.reference === b.reference;
  return b.kind === "same" && a.from === b.from && a.to === b.to;
}

function factsOfPart(part: readonly Node[], scope: Scope): Fact[] {
  const [first] = part;
  if (part.length === 1 && first?.kind === "group")
    return isQuery(first) ? [] : readFacts(first.nodes, scope);
  const at = part.findIndex((node) => isSign(node, "=") || isSign(node, "==") || isWord(node, "in"));
  if (at <= 0) return [];
  const left = part.slice(0, at);
  const right = part.slice(at + 1);
  return isWord(part[at], "in") ? factsOfIn({ left, right }, scope) : factsOfEqual({ left, right }, scope);
}

type Sides = { left: readonly Node[]; right: readonly Node[] };

function factsOfEqual({ left, right }: Sides, scope: Scope): Fact[] {
  const a = readOperand(left, scope);
  const b = readOperand(right, scope);
  if (a.kind === "shop" && b.kind === "shop") return same(a, b);
  if (a.kind === "shop" && b.kind === "value") return bound(a, b.parameters);
  if (b.kind === "shop" && a.kind === "value") return bound(b, a.parameters);
  return [];
}

function factsOfIn({ left, right }: Sides, scope: Scope): Fact[] {
  const list = right.at(-1);
  const isKnownList = right.length <= 2 && list?.kind === "group";
  if (!isKnownList) return [];
  const [tuple] = left;
  const columns = left.length === 1 && tuple?.kind === "group" ? splitByComma(tuple.nodes) : [left];
  const parameters = columns.length === 1 && right.length === 1 ? parametersOf(list) : [];
  return columns.flatMap((column) => {
    const operand = readOperand(column, scope);
    return operand.kind === "shop" ? bound(operand, parameters) : [];
  });
}

/** The values of a list that is nothing but placeholders. */
function parametersOf(list: Group): number[] {
  const items = splitByComma(list.nodes).map(([item]) => item);
  return items.flatMap((item) => (item?.kind === "parameter" ? [item.index] : []));
}

type Shop = { kind: "shop"; reference: Reference; isOuter: boolean; holdsShopId: boolean };
type Operand = Shop | { kind: "value"; parameters: readonly number[] } | { kind: "other" };

const OTHER: Operand = { kind: "other" };
const VALUE: Operand = { kind: "value", parameters: [] };

/** What one side of a comparison is: the shop of a table, a value from outside, or anything else. */
export function readOperand(nodes: readonly Node[], scope: Scope): Operand {
  const operand = withoutCast(nodes);
  const [first, second] = operand;
  if (operand.length === 1 && first && first.kind !== "name") return readSingle(first, scope);
  if (operand.length === 2 && second?.kind === "group") return namesColumns(second, scope) ? OTHER : VALUE;
  return readColumn(operand, scope);
}

function readSingle(node: Node, scope: Scope): Operand {
  switch (node.kind) {
    case "parameter":
      return { kind: "value", parameters: [node.index] };
    case "literal":
      return VALUE;
    case "group":
      // The shop in a subquery is that of its own tables, which are looked at by themselves.
      return isQuery(node) ? VALUE : readOperand(node.nodes, scope);
    case "name":
    case "sign":
      return OTHER;
  }
}

function readColumn(operand: readonly Node[], scope: Scope): Operand {
  const name = readPath(operand, 0);
  const column = name && findColumn(scope, name.path);
  if (!column) return OTHER;
  const { reference, key, isOuter } = column;
  if (!reference.table) return VALUE;
  if (key === null || name.end !== operand.length) return OTHER;
  return { kind: "shop", reference, isOuter, holdsShopId: reference.table.holdsShopId(key) };
}

function withoutCast(nodes: readonly Node[]): readonly Node[] {
  const at = nodes.findIndex((node) => isSign(node, "::"));
  return at === -1 ? nodes : nodes.slice(0, at);
}

/** Whether an expression reads a row of a table of shops: then it is no value from outside. */
function namesColumns(group: Group, scope: Scope): boolean {
  return group.nodes.some((node, index) => {
    if (node.kind === "group") return isQuery(node) ? false : namesColumns(node, scope);
    const name = readPath(group.nodes, index);
    return name !== null && findColumn(scope, name.path)?.reference.table != null;
  });
}

function bound({ reference, isOuter, holdsShopId }: Shop, parameters: readonly number[]): Fact[] {
  // A condition within a subquery does not choose the rows of the query around it.
  return isOuter ? [] : [{ kind: "bound", reference, parameters: holdsShopId ? parameters : [] }];
}

function same(a: Shop, b: Shop): Fact[] {
  return [
    ...(b.isOuter ? [] : [{ kind: "same" as const, from: a.reference, to: b.reference }]),
    ...(a.isOuter ? [] : [{ kind: "same" as const, from: b.reference, to: a.reference }]),
  ];
}
