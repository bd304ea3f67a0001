/*
 * New rows as another thread hands them over: a few objects however many rows there are, in the form in which the
 * database takes them. A value is a text or null; numbers, truth values (0 and 1) and instants are texts, too.
 */

export type Cell = string | null;

export type RowsOfTable = { table: string; columns: readonly string[]; rowCount: number };

/** Values of a table's rows, one behind the other, in UTF-8. */
export type PackedValues = RowsOfTable & {
  bytes: Uint8Array<ArrayBuffer>;
  /** Where each value ends in `bytes`; -1 for null. */
  ends: Int32Array<ArrayBuffer>;
};

/** Rows in the text format of COPY, in UTF-8. */
export type CopyText = RowsOfTable & { bytes: Uint8Array<ArrayBuffer> };

/** Tables in the order in which their rows refer to each other. All have a column `shopId`. */
export type NewRows =
  | { kind: "copy"; tables: readonly CopyText[] }
  /** A database file with tables of the same names. */
  | { kind: "file"; path: string; tables: readonly RowsOfTable[] };

/** What is judged of rows to be inserted, in the words of `dialect.ts`. */
export function insertSqlOf({ table, columns }: RowsOfTable): string {
  const names = columns.map((column) => `"${column}"`).join(", ");
  return `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => "?").join(", ")})`;
}

const NEWLINE = 0x0a;

/** The values of the first and of the last row in a column: all rows came out of one hand. */
export function edgesOf({ bytes, columns }: CopyText, name: string): Cell[] {
  const column = columns.indexOf(name);
  const text = new TextDecoder();
  const endOfFirst = bytes.indexOf(NEWLINE);
  const startOfLast = bytes.lastIndexOf(NEWLINE, bytes.length - 2) + 1;
  const rows = [bytes.subarray(0, endOfFirst), bytes.subarray(startOfLast, bytes.length - 1)];
  return rows.map((row) => text.decode(row).split("\t")[column] ?? null);
}
