import type { SearchNode } from "./parse";

export type SearchWarning = { field: string; message: string; code: string };

/** One entry of `extensions.search`: Shopify's only trace of a filter it did not apply. */
export type SearchNotice = {
  path: readonly (string | number)[];
  query: string;
  parsed: unknown;
  warnings: SearchWarning[];
};

/** The tree as `extensions.search[].parsed` shows it. */
export function parsedShape(node: SearchNode): unknown {
  if (node.kind === "not") return { not: parsedShape(node.item) };
  if (node.kind !== "term") return { [node.kind]: node.items.map(parsedShape) };
  const field = node.field ?? "default";
  if (node.comparator !== ":") return { field, range: { [RANGE_NAMES[node.comparator]]: node.value } };
  if (node.prefix) return { field, match_prefix: node.value };
  return node.quoted ? { field, match_phrase: node.value } : { field, match_all: node.value };
}

const RANGE_NAMES = { ">": "gt", ">=": "gte", "<": "lt", "<=": "lte" } as const;
