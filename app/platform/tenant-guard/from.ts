/* Reads the tables of FROM, JOIN, UPDATE and USING, and how each is joined. */
import { readPath, type Reference, type TenantTable } from "./scope";
import { type Group, isQuery, isSign, isWord, type Node } from "./tokens";

export type Tables = {
  /** Tables of shops by lower-case name. */
  tables: ReadonlyMap<string, TenantTable>;
  /** Names of WITH: no tables, whatever they are called. */
  withNames: ReadonlySet<string>;
};

export type Join = "inner" | "left" | "right" | "full";

/** A part of a query at one level: what its word introduced, and what follows up to the next such word. */
export type Clause = {
  kind: "tables" | "condition" | "other";
  nodes: readonly Node[];
  /** Of the condition of a join. */
  join: { kind: Join; joined: Reference | null } | null;
};

const CLAUSE_WORDS = ["from", "join", "on", "where", "set", "group", "having", "order", "limit", "offset"];
const MORE_CLAUSE_WORDS = [
  "returning",
  "values",
  "into",
  "update",
  "using",
  "window",
  "for",
  "fetch",
  "select",
];
const BEFORE_JOIN = ["left", "right", "full", "inner", "outer", "cross", "natural"];
const NO_ALIAS = [...CLAUSE_WORDS, ...MORE_CLAUSE_WORDS, ...BEFORE_JOIN, "as", "and", "or", "do", "conflict"];

/** Cuts one SELECT, UPDATE or DELETE into its clauses and collects the tables it names. */
export function readClauses(
  nodes: readonly Node[],
  known: Tables,
): { clauses: Clause[]; references: Reference[] } {
  const clauses: Clause[] = [];
  const references: Reference[] = [];
  let join: Clause["join"] = null;
  for (const part of cut(nodes)) {
    const { word, rest, joinKind } = part;
    if (word === "from" || word === "join" || word === "update" || word === "using") {
      const found = readTables(rest, known);
      references.push(...found.references);
      clauses.push(...found.conditions);
      join = word === "join" ? { kind: joinKind, joined: found.references.at(-1) ?? null } : null;
      clauses.push({ kind: "tables", nodes: rest, join: null });
    } else {
      const isCondition = word === "where" || word === "on";
      clauses.push({
        kind: isCondition ? "condition" : "other",
        nodes: rest,
        join: word === "on" ? join : null,
      });
    }
  }
  return { clauses, references };
}

type Part = { word: string; rest: Node[]; joinKind: Join };

function cut(nodes: readonly Node[]): Part[] {
  const parts: Part[] = [];
  let depth = 0;
  for (const [index, node] of nodes.entries()) {
    if (isWord(node, "case")) depth += 1;
    if (isWord(node, "end")) depth -= 1;
    if (depth === 0 && node.kind === "name" && beginsClause(nodes, index)) {
      parts.push({ word: node.text, rest: [], joinKind: joinKindBefore(nodes, index) });
    } else parts.at(-1)?.rest.push(node);
  }
  return parts;
}

function beginsClause(nodes: readonly Node[], index: number): boolean {
  const node = nodes[index];
  if (!isWord(node, ...CLAUSE_WORDS, ...MORE_CLAUSE_WORDS)) return false;
  const before = nodes[index - 1];
  if (isWord(node, "from")) return !isWord(before, "distinct") || isWord(nodes[index - 2], "select");
  if (isWord(node, "update")) return !isWord(before, "do", "for", "key");
  return !isSign(before, ".");
}

function joinKindBefore(nodes: readonly Node[], index: number): Join {
  for (let at = index - 1; at >= 0 && isWord(nodes[at], ...BEFORE_JOIN); at -= 1) {
    if (isWord(nodes[at], "left")) return "left";
    if (isWord(nodes[at], "right")) return "right";
    if (isWord(nodes[at], "full")) return "full";
  }
  return "inner";
}

type FoundTables = { references: Reference[]; conditions: Clause[] };

/** The tables of a list: `"Order" AS o, (SELECT …) AS s, json_each(?) j`. */
function readTables(nodes: readonly Node[], known: Tables): FoundTables {
  const found: FoundTables = { references: [], conditions: [] };
  let at = 0;
  for (let node = nodes[at]; node; node = nodes[at]) {
    if (isSign(node, ",") || isWord(node, "lateral", "only", ...BEFORE_JOIN)) at += 1;
    else if (node.kind === "group") at = readGroup({ group: node, nodes, at }, known, found);
    else if (node.kind === "name") at = readNamed({ nodes, at }, known, found);
    else break;
  }
  return found;
}

/** A table or function by its name. @returns where what follows it begins. */
function readNamed(
  { nodes, at }: { nodes: readonly Node[]; at: number },
  known: Tables,
  found: FoundTables,
): number {
  const name = readPath(nodes, at) ?? { path: [], end: at + 1 };
  const text = name.path.at(-1) ?? "";
  const argument = nodes[name.end];
  if (argument?.kind === "group") {
    const alias = readAlias(nodes, name.end + 1);
    const ownAlias = text === "@rows" ? aliasInside(argument) : null;
    found.references.push({ name: ownAlias ?? alias.name ?? text, table: null });
    return alias.end;
  }
  const alias = readAlias(nodes, name.end);
  const isNamedQuery = name.path.length === 1 && known.withNames.has(text);
  const table = isNamedQuery ? null : (known.tables.get(text) ?? null);
  found.references.push({ name: alias.name ?? text, table });
  return alias.end;
}

function readGroup(
  { group, nodes, at }: { group: Group; nodes: readonly Node[]; at: number },
  known: Tables,
  found: FoundTables,
): number {
  if (isQuery(group)) {
    const alias = readAlias(nodes, at + 1);
    found.references.push({ name: alias.name ?? "", table: null });
    return alias.end;
  }
  // A join in parentheses: its tables are in sight like all others.
  const inner = readClauses([{ kind: "name", text: "from", isQuoted: false }, ...group.nodes], known);
  found.references.push(...inner.references);
  found.conditions.push(...inner.clauses.filter((clause) => clause.kind === "condition"));
  return at + 1;
}

/** `@rows(?|r|…)` of platform/sql carries its alias within. */
function aliasInside({ nodes }: Group): string | null {
  const name = nodes[2];
  return name?.kind === "name" ? name.text : null;
}

function readAlias(nodes: readonly Node[], from: number): { name: string | null; end: number } {
  const at = isWord(nodes[from], "as") ? from + 1 : from;
  const node = nodes[at];
  if (node?.kind !== "name" || isWord(node, ...NO_ALIAS)) return { name: null, end: at };
  const hasColumns = nodes[at + 1]?.kind === "group";
  return { name: node.text, end: hasColumns ? at + 2 : at + 1 };
}
