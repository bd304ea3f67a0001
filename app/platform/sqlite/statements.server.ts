import type { Database, Statement } from "better-sqlite3";

import { remembering, toSingleRow, toSqlite } from "../sql/dialect";
import type { Statements } from "../sql/driver";
import { copyStagedRows } from "./staged-rows.server";
import { openRow } from "../sealed.server";
import { RowsParameter, toDbInstant } from "../sql.server";

type Prepared = { statement: Statement; convert: ((value: unknown) => unknown)[]; names: string[] };

const translate = remembering(toSqlite);
const MOST_PREPARED = 500;

/** Statements on one connection, prepared once and kept. */
export function createStatements(connection: Database): Statements {
  const prepared = new Map<string, Prepared>();

  function prepare(sql: string): Prepared {
    const found = prepared.get(sql);
    if (found) return found;
    const made = prepareOn(connection, translate(sql));
    if (prepared.size >= MOST_PREPARED) prepared.clear();
    prepared.set(sql, made);
    return made;
  }

  return {
    query: (sql, values) =>
      answer(() => {
        const each = rowByRow(sql, values);
        if (!each) return readRows(prepare(sql), values.map(toSqliteValue));
        const single = prepare(each.sql);
        return each.rows.flatMap((row) => readRows(single, valuesOf(row, each.columns)));
      }),
    execute: (sql, values) =>
      answer(() => {
        const each = rowByRow(sql, values);
        if (!each) return countChanges(prepare(sql), values.map(toSqliteValue));
        const single = prepare(each.sql);
        return each.rows.reduce((count, row) => count + countChanges(single, valuesOf(row, each.columns)), 0);
      }),
    insertRows: (rows, { shopId, staged }) =>
      answer(() => copyStagedRows(connection, rows, { shopId, name: staged })),
  };
}

const singleRows = new Map<string, ReturnType<typeof toSingleRow>>();

type Row = RowsParameter["rows"][number];

/** Rows to be stored, and a statement for one of them; null when it is another kind of statement. */
function rowByRow(
  sql: string,
  [parameter]: readonly unknown[],
): { sql: string; columns: readonly string[]; rows: readonly Row[] } | null {
  if (!(parameter instanceof RowsParameter)) return null;
  const single = singleRows.get(sql) ?? toSingleRow(sql);
  if (!single) return null;
  singleRows.set(sql, single);
  return { ...single, rows: parameter.rows };
}

function valuesOf(row: Row, columns: readonly string[]): unknown[] {
  return columns.map((column) => toSqliteValue(row[column]));
}

/** What the driver throws becomes a rejection, as with a database that is asked over a network. */
function answer<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}

function readRows({ statement, names, convert }: Prepared, values: unknown[]): Record<string, unknown>[] {
  const rows = statement.all(values) as unknown[][];
  return rows.map((row) => {
    openRow(row);
    const object: Record<string, unknown> = {};
    for (const [column, name] of names.entries()) object[name] = convert[column]?.(row[column]);
    return object;
  });
}

function countChanges({ statement }: Prepared, values: unknown[]): number {
  return statement.reader ? statement.all(values).length : statement.run(values).changes;
}

function prepareOn(connection: Database, sql: string): Prepared {
  const statement = connection.prepare(sql);
  if (!statement.reader) return { statement, names: [], convert: [] };
  statement.raw(true).safeIntegers(true);
  const columns = statement.columns();
  return {
    statement,
    names: columns.map((column) => column.name),
    convert: columns.map((column) => converterOf(column.type)),
  };
}

/** By the type the column was declared with; what was computed has none and gives whole numbers as bigints. */
function converterOf(type: string | null): (value: unknown) => unknown {
  switch (type?.toUpperCase() ?? "") {
    case "DATETIME":
      return (value) => (typeof value === "string" ? new Date(value) : value);
    case "BOOLEAN":
      return (value) => (value === null ? null : Boolean(Number(value)));
    case "INTEGER":
      return (value) => (typeof value === "bigint" ? Number(value) : value);
    default:
      return (value) => value;
  }
}

function toSqliteValue(value: unknown): unknown {
  if (value instanceof Date) return toDbInstant(value);
  if (value instanceof RowsParameter) return value.json();
  return typeof value === "boolean" ? Number(value) : (value ?? null);
}
