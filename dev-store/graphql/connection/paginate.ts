import { apiError } from "../api-error";
import type { Args } from "../context";
import { comparePositions, decodeCursor, encodeCursor, type Position, type SortValue } from "./cursor";
import { smallest } from "./smallest";

/** Shopify's limit of `first` and `last`. */
export const MAX_PAGE = 250;

export type Connection<Row> = {
  nodes: Row[];
  edges: { cursor: string; node: Row }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  totalCount: number;
};

export type Sorting<Row> = {
  value: (row: Row) => SortValue;
  id: (row: Row) => number;
  reverse: boolean;
};

type Placed<Row> = Position & { row: Row };

/** One page of `rows` by `first`/`after` or `last`/`before`; throws BAD_REQUEST on a bad window. */
export function paginate<Row>(rows: readonly Row[], sorting: Sorting<Row>, args: Args): Connection<Row> {
  const { size, backward } = readWindow(args);
  const placed = rows.map((row) => ({ row, value: sorting.value(row), id: sorting.id(row) }));
  const like = placed.find(({ value }) => value !== null)?.value ?? "";
  const direction = sorting.reverse ? -1 : 1;
  const compare = (a: Position, b: Position) => direction * comparePositions(a, b);
  const after = readCursor(args["after"], like);
  const before = readCursor(args["before"], like);

  const inside = placed.filter(
    (item) => (!after || compare(item, after) > 0) && (!before || compare(item, before) < 0),
  );
  const page = backward
    ? smallest(inside, size, (a, b) => compare(b, a)).reverse()
    : smallest(inside, size, compare);
  const more = inside.length > page.length;
  const skipped = (bound: Position | null, sign: number) =>
    bound !== null && placed.some((item) => sign * compare(item, bound) <= 0);
  return connectionOf(page, rows.length, {
    hasNextPage: backward ? skipped(before, -1) : more,
    hasPreviousPage: backward ? more : skipped(after, 1),
  });
}

/** All rows in order, as bulk queries read them. */
export function sortedRows<Row>(rows: readonly Row[], sorting: Sorting<Row>): Row[] {
  const direction = sorting.reverse ? -1 : 1;
  return rows
    .map((row) => ({ row, value: sorting.value(row), id: sorting.id(row) }))
    .sort((a, b) => direction * comparePositions(a, b))
    .map(({ row }) => row);
}

/** Rows as one page that holds them all. */
export function wholeConnection<Row>(rows: readonly Row[]): Connection<Row> {
  const placed = rows.map((row, index) => ({ row, value: index, id: index }));
  return connectionOf(placed, rows.length, { hasNextPage: false, hasPreviousPage: false });
}

/** Checks `first` and `last` as Shopify does, and says how many rows are wanted from which end. */
export function readWindow(args: Args): { size: number; backward: boolean } {
  const first = args["first"] ?? null;
  const last = args["last"] ?? null;
  if (first === null && last === null) {
    throw apiError("BAD_REQUEST", "you must provide one of first or last");
  }
  if (first !== null && last !== null) {
    throw apiError("BAD_REQUEST", "providing both first and last is not supported");
  }
  const name = first === null ? "last" : "first";
  const size = Number(first ?? last);
  if (size > MAX_PAGE) {
    throw apiError("BAD_REQUEST", `${name} cannot exceed ${MAX_PAGE}. Please provide a smaller number.`);
  }
  if (size < 0) throw apiError("BAD_REQUEST", `${name} cannot be negative`);
  return { size, backward: first === null };
}

function readCursor(cursor: unknown, like: SortValue): Position | null {
  return typeof cursor === "string" && cursor !== "" ? decodeCursor(cursor, like) : null;
}

function connectionOf<Row>(
  page: Placed<Row>[],
  totalCount: number,
  more: { hasNextPage: boolean; hasPreviousPage: boolean },
): Connection<Row> {
  const edges = page.map((position) => ({ cursor: encodeCursor(position), node: position.row }));
  return {
    nodes: page.map(({ row }) => row),
    edges,
    pageInfo: { ...more, startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null },
    totalCount,
  };
}
