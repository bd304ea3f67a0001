import { MODEL_COLUMNS, type ModelName } from "~/generated/columns";
import { Prisma } from "~/generated/prisma/client";

import { hashColumnsOf, sealRecord } from "./sealing.server";

/** A piece of SQL with its values. */
export type Sql = Prisma.Sql;

/** An instant as the database stores it: for raw SQL and JSON parameters. Sorts as text. */
export function toDbInstant(instant: Date): string {
  const ms = instant.getTime();
  const place = ms & (INSTANTS - 1);
  if (knownMs[place] === ms) return knownTexts[place] ?? "";
  const text = `${instant.toISOString().slice(0, -1)}+00:00`;
  knownMs[place] = ms;
  knownTexts[place] = text;
  return text;
}

/** A batch writes the same few instants into every row. A power of two. */
const INSTANTS = 256;
const knownMs = new Float64Array(INSTANTS).fill(NaN);
const knownTexts: string[] = [];

/**
 * Texts as one parameter, for `WHERE "id" IN ${idsIn(ids)}`: the statement stays the same however many they are, so
 * the databases need not parse it anew, and no limit on parameters is met.
 */
export function idsIn(ids: readonly string[]): Prisma.Sql {
  return Prisma.sql`@ids(${toJson(ids)})`;
}

/** ` AND <column> IN (…)`, for a query that may be held to some; nothing for null: all of them. */
export function andAmong(column: string, ids: readonly string[] | null): Prisma.Sql {
  return ids === null ? Prisma.empty : Prisma.sql` AND ${Prisma.raw(column)} IN ${idsIn(ids)}`;
}

/**
 * Rows as one parameter, for `FROM ${rowsFrom("r", "Order", columns, rows)}`: a table `r` with those columns of a model,
 * in the model's types. Instants may be `Date`s.
 */
export function rowsFrom<Model extends ModelName>(
  alias: string,
  model: Model,
  { columns, rows }: { columns: readonly string[]; rows: readonly object[] },
): Prisma.Sql {
  return new Prisma.Sql([`@rows(`, `|${alias}|${typedColumns(model, columns)})`], [rowsToJson(rows).json()]);
}

/**
 * SQL that stores many rows in one statement from one JSON parameter made by `rowsToJson`.
 *
 * @param key What is unique of a row; `any`, with `nothing`, when the table has to say so.
 * @param guard Condition under which a row that exists is replaced; always when absent.
 */
export function upsertSql({
  table,
  columns: named,
  key,
  guard,
  onConflict = "update",
  updated,
}: {
  table: ModelName;
  columns: readonly string[];
  key: readonly string[] | "any";
  guard?: string;
  /** `nothing` leaves a row that exists as it is; `add` adds to its figures. */
  onConflict?: "update" | "nothing" | "add";
  /** The only columns that change of a row that exists; all but the key when absent. */
  updated?: readonly string[];
}): string {
  const columns = withStoredColumns(table, named);
  const updates = updated ?? columns.filter((column) => key !== "any" && !key.includes(column));
  const assign = (column: string) =>
    onConflict === "add"
      ? `${quoted(column)} = ${quoted(table)}.${quoted(column)} + excluded.${quoted(column)}`
      : `${quoted(column)} = excluded.${quoted(column)}`;
  const action =
    updates.length === 0 || onConflict === "nothing"
      ? "NOTHING"
      : `UPDATE SET ${updates.map(assign).join(", ")}`;
  const target = key === "any" ? "" : ` (${key.map(quoted).join(", ")})`;
  return `INSERT INTO ${quoted(table)} (${columns.map(quoted).join(", ")})
    SELECT ${columns.map((column) => `r.${quoted(column)}`).join(", ")}
    FROM @rows(?|r|${typedColumns(table, columns)}) WHERE 1 = 1
    ON CONFLICT${target} DO ${action}${guard ? ` WHERE ${guard}` : ""}`;
}

/** What comes along when the columns of a model are stored: hashes of sealed ones. */
function withStoredColumns(model: string, columns: readonly string[]): string[] {
  const sortKey = model === "Customer" && columns.includes("searchText") ? ["sortKey"] : [];
  return [...new Set([...columns, ...hashColumnsOf(model, columns), ...sortKey])];
}

/**
 * Rows as the parameter of an `upsertSql`: instants as the database stores them.
 *
 * @param model Whose personal texts are to be sealed; needed for every model that has some.
 */
export function rowsToJson(rows: readonly object[], model?: ModelName): RowsParameter {
  const plain = rows as readonly Readonly<Record<string, unknown>>[];
  const words = new Map<string, readonly string[]>();
  return new RowsParameter(model ? plain.map((row) => sealRecord(model, row, words)) : plain);
}

/** Rows that are stored by one statement: as JSON, or one after the other where that costs less. */
export class RowsParameter {
  constructor(readonly rows: readonly Readonly<Record<string, unknown>>[]) {}

  /** The JSON that `@rows` reads. */
  json(): string {
    return toJson(this.rows.map(storable));
  }
}

function storable(row: object): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(row)) copy[key] = storableValue(value);
  return copy;
}

function storableValue(value: unknown): unknown {
  if (value instanceof Date) return toDbInstant(value);
  return typeof value === "bigint" ? Number(value) : value;
}

/** NUL and halves of surrogate pairs mean nothing in a text, and PostgreSQL takes neither. */
const UNSTORABLE = /\\u0000|\\ud[89a-f]/;

/** The JSON of rows that hold nothing but texts, numbers and truth values, without what no database takes. */
export function toJson(value: readonly unknown[]): string {
  const json = JSON.stringify(value);
  if (!json.includes("\\u") || !UNSTORABLE.test(json)) return json;
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "string" ? inner.replaceAll("\u0000", "").toWellFormed() : inner,
  );
}

function typedColumns(model: ModelName, columns: readonly string[]): string {
  const types: Readonly<Record<string, string>> = MODEL_COLUMNS[model];
  return columns
    .map((column) => {
      const type = types[column];
      if (!type) throw new Error(`${model} has no column ${column}`);
      return `${quoted(column)} ${type}`;
    })
    .join(",");
}

function quoted(name: string): string {
  return `"${name}"`;
}
