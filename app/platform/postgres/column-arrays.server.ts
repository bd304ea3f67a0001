import { toDbInstant } from "../sql.server";

type Row = Readonly<Record<string, unknown>>;

/**
 * Rows as array literals of PostgreSQL, one for each column.
 *
 * Texts lose what PostgreSQL cannot store: NUL, and halves of surrogate pairs become U+FFFD.
 */
export function toColumnArrays(rows: readonly Row[], columns: readonly string[]): string[] {
  return columns.map((column) => toArray(rows.map((row) => row[column])));
}

/** An array literal of PostgreSQL. */
export function toArray(values: readonly unknown[]): string {
  return `{${values.map(elementOf).join(",")}}`;
}

function elementOf(value: unknown): string {
  if (typeof value === "string") return CARE.test(value) ? `"${escaped(value)}"` : `"${value}"`;
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "NULL";
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  return value instanceof Date ? `"${toDbInstant(value)}"` : "NULL";
}

/** What ends or escapes an element, and what may not be stored. */
const CARE = /["\\\0\ud800-\udfff]/;

function escaped(text: string): string {
  return text
    .replaceAll("\0", "")
    .toWellFormed()
    .replace(/["\\]/g, (sign) => `\\${sign}`);
}
