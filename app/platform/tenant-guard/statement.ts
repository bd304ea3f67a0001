/*
 * Reads one SQL statement and tells whether every table of shops in it is held to a given shop: its rows are chosen by
 * it, joined to rows that are, or inserted with it. Each query inside is judged by itself, with the tables around it
 * in sight.
 */
import { type Fact, readFacts, readOperand } from "./conditions";
import { type Clause, readClauses, type Tables } from "./from";
import { readPath, type Reference, type Scope, type TenantTable } from "./scope";
import { isQuery, isSign, isWord, type Node, readSql, splitBy, splitByComma } from "./tokens";

export type Judgement = {
  /** Tables of shops that no condition holds to one, as the schema writes them. */
  unscoped: readonly string[];
  /** Which values must be the id of the shop at hand. */
  parameters: readonly number[];
  /** Rows are inserted out of a value that holds many, each with its own `shopId`. */
  insertsRows: boolean;
};

type Report = { unscoped: Set<string>; parameters: Set<number>; insertsRows: boolean };
type Context = { known: Tables; report: Report; outer: Scope | null };

/** @param tables Tables of shops by lower-case name. */
export function judgeStatement(sql: string, tables: ReadonlyMap<string, TenantTable>): Judgement {
  const report: Report = { unscoped: new Set(), parameters: new Set(), insertsRows: false };
  const nodes = readSql(sql);
  for (const statement of splitBy(nodes, (node) => isSign(node, ";"))) {
    judge(statement, { known: { tables, withNames: new Set() }, report, outer: null });
  }
  return {
    unscoped: [...report.unscoped],
    parameters: [...report.parameters],
    insertsRows: report.insertsRows,
  };
}

const DATA_WORDS = ["select", "with", "insert", "update", "delete", "replace", "values"];

function judge(nodes: readonly Node[], context: Context): void {
  const start = isWord(nodes[0], "explain") ? nodes.findIndex((node) => isWord(node, ...DATA_WORDS)) : 0;
  const statement = nodes.slice(Math.max(0, start));
  if (!isWord(statement[0], ...DATA_WORDS)) return;
  if (isWord(statement[0], "with")) judgeWith(statement, context);
  else if (isWord(statement[0], "insert", "replace")) judgeInsert(statement, context);
  else for (const query of splitBy(statement, isSetWord)) judgeQuery(query, context);
}

function isSetWord(node: Node): boolean {
  return isWord(node, "union", "intersect", "except");
}

/** `WITH a AS (…), b AS (…) SELECT …`: the names of all are known to all, as with RECURSIVE. */
function judgeWith(nodes: readonly Node[], context: Context): void {
  const start = nodes.findIndex((node, index) => index > 0 && isWord(node, ...DATA_WORDS));
  const named = nodes.slice(1, start === -1 ? nodes.length : start);
  const names = splitByComma(named).map((part) => {
    const [first, second] = part;
    const name = isWord(first, "recursive") ? second : first;
    return name?.kind === "name" ? name.text : "";
  });
  const known = {
    tables: context.known.tables,
    withNames: new Set([...context.known.withNames, ...names]),
  };
  judgeInside(named, { ...context, known });
  if (start !== -1) judge(nodes.slice(start), { ...context, known });
}

/** Judges the queries in parentheses, at any depth. */
function judgeInside(nodes: readonly Node[], context: Context): void {
  for (const node of nodes) {
    if (node.kind !== "group") continue;
    if (isQuery(node)) judge(node.nodes, context);
    else judgeInside(node.nodes, context);
  }
}

/** One SELECT, UPDATE or DELETE. @returns what it sees. */
function judgeQuery(nodes: readonly Node[], context: Context): Scope {
  const { clauses, references } = readClauses(nodes, context.known);
  const scope: Scope = { references, outer: context.outer };
  judgeInside(nodes, { ...context, outer: scope });
  const facts = clauses.filter(isCondition).flatMap((clause) => factsOf(clause, scope));
  const bound = spread(facts, scope);
  for (const reference of references) {
    if (reference.table && !bound.has(reference)) context.report.unscoped.add(reference.table.name);
  }
  for (const fact of facts) {
    if (fact.kind === "bound") for (const index of fact.parameters) context.report.parameters.add(index);
  }
  return scope;
}

function isCondition(clause: Clause): boolean {
  return clause.kind === "condition";
}

/** What a condition says; that of an outer join leaves rows of the other side as they are. */
function factsOf({ nodes, join }: Clause, scope: Scope): Fact[] {
  const facts = readFacts(nodes, scope);
  if (join === null || join.kind === "inner") return facts;
  if (join.kind === "full") return [];
  return facts.filter((fact) => {
    const about = fact.kind === "bound" ? fact.reference : fact.to;
    return (about === join.joined) === (join.kind === "left");
  });
}

/** The tables held to a shop: by themselves, or by having the same one as a table that is. */
function spread(facts: readonly Fact[], scope: Scope): Set<Reference> {
  const bound = new Set<Reference>();
  for (const fact of facts) if (fact.kind === "bound") bound.add(fact.reference);
  // What is further out is judged there.
  const isHeld = (reference: Reference) => bound.has(reference) || !scope.references.includes(reference);
  for (let before = -1; before !== bound.size;) {
    before = bound.size;
    for (const fact of facts) if (fact.kind === "same" && isHeld(fact.from)) bound.add(fact.to);
  }
  return bound;
}

/** `INSERT INTO t (…) VALUES … | SELECT … ON CONFLICT … RETURNING …`. */
function judgeInsert(nodes: readonly Node[], context: Context): void {
  const into = nodes.findIndex((node) => isWord(node, "into"));
  const name = readPath(nodes, into + 1);
  const table = name ? context.known.tables.get(name.path.at(-1) ?? "") : undefined;
  const rest = nodes.slice(name?.end ?? nodes.length);
  const begin = rest.findIndex((node) => isWord(node, "select", "values", "with"));
  const columns = columnsOf(rest.slice(0, Math.max(0, begin)));
  const source = rest.slice(Math.max(0, begin));
  const end = source.findIndex((node, index) => isAfterRows(source, index));
  const rows = end === -1 ? source : source.slice(0, end);
  if (isWord(rows[0], "values")) judgeInside(rows, context);
  else judge(rows, context);
  if (end !== -1) judgeInside(source.slice(end), context);
  if (!table) return;
  const place = columns.findIndex((column) => table.keys.has(column));
  if (place === -1) context.report.unscoped.add(table.name);
  else if (table.holdsShopId(columns[place] ?? "")) noteInserted(rows, place, context);
}

function isAfterRows(nodes: readonly Node[], index: number): boolean {
  return (
    isWord(nodes[index], "returning") || (isWord(nodes[index], "on") && isWord(nodes[index + 1], "conflict"))
  );
}

function columnsOf(nodes: readonly Node[]): string[] {
  const group = nodes.find((node) => node.kind === "group");
  if (!group) return [];
  return splitByComma(group.nodes).map(([name]) => (name?.kind === "name" ? name.text : ""));
}

/** Notes which values become the shop of the inserted rows. */
function noteInserted(rows: readonly Node[], place: number, { known, report, outer }: Context): void {
  const note = (item: readonly Node[] | undefined, scope: Scope) => {
    const operand = readOperand(item ?? [], scope);
    if (operand.kind !== "value") return;
    if (operand.parameters.length === 0) report.insertsRows = true;
    for (const index of operand.parameters) report.parameters.add(index);
  };
  if (isWord(rows[0], "values")) {
    for (const row of rows) {
      if (row.kind === "group") note(splitByComma(row.nodes)[place], { references: [], outer });
    }
    return;
  }
  for (const query of splitBy(rows, isSetWord)) {
    const from = query.findIndex((node) => isWord(node, "from"));
    const start = isWord(query[1], "distinct", "all") ? 2 : 1;
    const list = splitByComma(query.slice(start, from === -1 ? query.length : from));
    note(list[place], { references: readClauses(query, known).references, outer });
  }
}
