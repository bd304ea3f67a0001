import { notInDevStore } from "../api-error";
import { type Filters, termTest, textTest } from "./filters";
import { parsedShape, type SearchWarning } from "./notices";
import { parseSearch, type SearchNode, type SearchTerm } from "./parse";

export type Search<Row> = {
  /** Null = every row. */
  test: ((row: Row) => boolean) | null;
  parsed: unknown;
  warnings: SearchWarning[];
};

/**
 * Turns a search string into a test of rows. As in the real shop a field that is unknown, or a value that makes no
 * sense, is dropped with a warning: the rest of the query decides, and with nothing left every row matches.
 */
export function compileSearch<Row>(query: string, filters: Filters<Row>, now: Date): Search<Row> {
  const tree = parseSearch(query);
  const warnings: SearchWarning[] = [];
  const test = tree && compile(tree, { filters, now, warnings });
  return { test, parsed: tree && parsedShape(tree), warnings };
}

type Compilation<Row> = { filters: Filters<Row>; now: Date; warnings: SearchWarning[] };

function compile<Row>(node: SearchNode, compilation: Compilation<Row>): ((row: Row) => boolean) | null {
  if (node.kind === "term") return compileTerm(node, compilation);
  if (node.kind === "not") {
    const test = compile(node.item, compilation);
    return test && ((row) => !test(row));
  }
  const tests = node.items.map((item) => compile(item, compilation)).filter((test) => test !== null);
  if (tests.length === 0) return null;
  return node.kind === "and"
    ? (row) => tests.every((test) => test(row))
    : (row) => tests.some((test) => test(row));
}

function compileTerm<Row>(term: SearchTerm, compilation: Compilation<Row>): ((row: Row) => boolean) | null {
  const { filters, now, warnings } = compilation;
  const { field } = term;
  if (field === null || field === "default") {
    const matches = textTest(term);
    return (row) => filters.text(row).some((text) => text !== null && matches(text));
  }
  const filter = filters.fields[field];
  if (!filter) {
    if (filters.unanswerable.includes(field) || field.startsWith("metafields.")) {
      throw notInDevStore(`Search field '${field}'`);
    }
    warnings.push({ field, message: "Invalid search field for this query.", code: "invalid_field" });
    return null;
  }
  const test = termTest(filter, term, now);
  if (!test) warnings.push({ field, message: "Invalid value for this search field.", code: "invalid_value" });
  return test;
}
