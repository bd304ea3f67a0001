import { responsePathAsArray } from "graphql";

import type { FieldCall, GraphqlContext } from "../context";
import { compileSearch } from "../search/compile";
import type { Filters } from "../search/filters";
import type { SortValue } from "./cursor";
import { type Connection, paginate, sortedRows, type Sorting, wholeConnection } from "./paginate";

export type Listing<Row> = {
  rows: Iterable<Row>;
  id: (row: Row) => number;
  /** By sort key; the one that `ID` names may be missing. */
  sortKeys?: Readonly<Record<string, (row: Row) => SortValue>>;
  filters?: Filters<Row>;
};

/** Answers a connection field: search, sort, page. In a bulk query windows are ignored and roots are read in slices. */
export function listField<Row>(listing: Listing<Row>, { args, context, info }: FieldCall): Connection<Row> {
  const sorting: Sorting<Row> = {
    id: listing.id,
    value: listing.sortKeys?.[String(args["sortKey"])] ?? listing.id,
    reverse: args["reverse"] === true,
  };
  const path = responsePathAsArray(info.path);
  if (!context.bulk) return paginate(matching(listing, { args, context, info }), sorting, args);

  const rows = () => sortedRows(matching(listing, { args, context, info }), sorting);
  if (path.some((step) => typeof step === "number")) return wholeConnection(rows());
  return wholeConnection(slice(context.bulk, path.join("."), rows));
}

/** The number of rows that match, as the `…Count` fields give it: no more than `limit`, unless that is null. */
export function countField<Row>(
  listing: Listing<Row>,
  call: FieldCall,
): { count: number; precision: "EXACT" | "AT_LEAST" } {
  const found = matching(listing, call).length;
  const limit = typeof call.args["limit"] === "number" ? call.args["limit"] : Infinity;
  return { count: Math.min(found, limit), precision: found > limit ? "AT_LEAST" : "EXACT" };
}

function matching<Row>(listing: Listing<Row>, { args, context, info }: FieldCall): Row[] {
  const rows = [...listing.rows];
  const query = args["query"];
  if (typeof query !== "string" || query.trim() === "" || !listing.filters) return rows;
  const { test, parsed, warnings } = compileSearch(query, listing.filters, context.store.clock.now());
  context.notices.push({ path: responsePathAsArray(info.path), query, parsed, warnings });
  return test ? rows.filter(test) : rows;
}

function slice<Row>(
  window: NonNullable<GraphqlContext["bulk"]>,
  path: string,
  rows: () => readonly Row[],
): readonly Row[] {
  const known = (window.rows.get(path) as readonly Row[] | undefined) ?? rows();
  window.rows.set(path, known);
  return known.slice(window.offset, window.offset + window.size);
}
