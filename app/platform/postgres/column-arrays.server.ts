import { toDbInstant } from "../sql.server";

type Row = Readonly<Record<string, unknown>>;

/**
 * Rows as array literals of PostgreSQL, one for each column.
 *
 * Texts lose what PostgreSQL cannot store: NUL, and halves of surrogate pairs become U+FFFD.
 */
export function toColumnArrays(rows: readonly Row[], columns: readonly string[]): string[] {
  return columns.map((column) => `{${rows.map((row) => elementOf(row[column])).join(",")}}`);
}

function elementOf(value: unknown): string {
  switch (typeof value) {
    case "string":
      return CARE.test(value) ? `"${escaped(value)}"` : `"${value}"`;
    case "number":
      return Number.isFinite(value) ? String(value) : "NULL";
    case "boolean":
    case "bigint":
      return String(value);
    default:
      return value instanceof Date ? `"${toDbInstant(value)}"` : "NULL";
  }
}

/** What ends or escapes an element, and what may not be stored. */
const CARE = /["\\\0\ud800-\udfff]/;

function escaped(text: string): string {
  return text
    .replaceAll("\0", "")
    .toWellFormed()
    .replace(/["\\]/g, (sign) => `\\${sign}`);
}
