import type { Dialect } from "./dialect";

/*
 * Rows of one table as another thread hands them over: a few objects however many rows there are, in the form in which
 * the database takes them. A value is a text or null; numbers, truth values (0 and 1) and instants are texts, too.
 */

export type PackedRows = { table: string; columns: readonly string[]; rowCount: number } & (
  | {
      kind: "values";
      /** All values, one behind the other. */
      text: string;
      /** Where each ends in `text`; `NULL_END` for null. */
      ends: Int32Array<ArrayBuffer>;
    }
  /** For COPY in its text format. */
  | { kind: "copy"; bytes: Uint8Array<ArrayBuffer> }
);

export type Cell = string | null;

export const NULL_END = -1;

/** NUL and halves of surrogate pairs mean nothing in a text, and PostgreSQL takes neither. */
function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/**
 * Packs rows for a database.
 *
 * @param cells Of all rows, one behind the other. Texts lose what no database can store.
 */
export function packRows(
  { table, columns, cells }: { table: string; columns: readonly string[]; cells: Cell[] },
  dialect: Dialect,
): PackedRows {
  const joined = cells.join("");
  if (!isStorable(joined)) {
    const storable = cells.map((cell) => cell && cell.replaceAll("\0", "").toWellFormed());
    return packRows({ table, columns, cells: storable }, dialect);
  }
  const rowCount = cells.length / columns.length;
  if (dialect === "postgresql") {
    const bytes = new TextEncoder().encode(copyTextOf(cells, { width: columns.length, joined }));
    return { table, columns, rowCount, kind: "copy", bytes };
  }
  return { table, columns, rowCount, kind: "values", text: joined, ends: endsOf(cells) };
}

function endsOf(cells: readonly Cell[]): Int32Array<ArrayBuffer> {
  const ends = new Int32Array(cells.length);
  let end = 0;
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index] ?? null;
    if (cell !== null) end += cell.length;
    ends[index] = cell === null ? NULL_END : end;
  }
  return ends;
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function copyTextOf(cells: readonly Cell[], { width, joined }: { width: number; joined: string }): string {
  // Nearly never is there one in all of them.
  const hasEscapes = Object.keys(ESCAPES).some((sign) => joined.includes(sign));
  let text = "";
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index] ?? null;
    if (cell === null) text += "\\N";
    else text += hasEscapes ? cell.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign) : cell;
    text += (index + 1) % width === 0 ? "\n" : "\t";
  }
  return text;
}

/** Calls `take` with the values of each row in turn, in one array that is used again. */
export function forEachRow(
  { columns, rowCount, text, ends }: Extract<PackedRows, { kind: "values" }>,
  take: (values: readonly Cell[]) => void,
): void {
  const width = columns.length;
  const values: Cell[] = new Array<Cell>(width).fill(null);
  let from = 0;
  for (let row = 0; row < rowCount; row++) {
    for (let column = 0; column < width; column++) {
      const end = ends[row * width + column] ?? NULL_END;
      values[column] = end === NULL_END ? null : text.substring(from, end);
      if (end !== NULL_END) from = end;
    }
    take(values);
  }
}

/** What may go to another thread without being copied. */
export function buffersOf(rows: readonly PackedRows[]): ArrayBuffer[] {
  return rows.map((packed) => (packed.kind === "copy" ? packed.bytes.buffer : packed.ends.buffer));
}

/** The statement for one of the rows, in the words of `dialect.ts`: what is judged of them, and what SQLite runs. */
export function insertSqlOf({ table, columns }: Pick<PackedRows, "table" | "columns">): string {
  const names = columns.map((column) => `"${column}"`).join(", ");
  return `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => "?").join(", ")})`;
}

/** The values of the first and of the last row in column `name`: of rows that came out of one hand. */
export function edgesOf(packed: PackedRows, name: string): Cell[] {
  const column = packed.columns.indexOf(name);
  if (column === -1 || packed.rowCount === 0) return [null];
  if (packed.kind === "copy") {
    const text = new TextDecoder();
    const { bytes } = packed;
    const endOfFirst = bytes.indexOf(NEWLINE);
    const startOfLast = bytes.lastIndexOf(NEWLINE, bytes.length - 2) + 1;
    const rows = [bytes.subarray(0, endOfFirst), bytes.subarray(startOfLast, bytes.length - 1)];
    return rows.map((row) => text.decode(row).split("\t")[column] ?? null);
  }
  const { text, ends, columns, rowCount } = packed;
  return [0, rowCount - 1].map((row) => {
    const at = row * columns.length + column;
    const end = ends[at] ?? NULL_END;
    return end === NULL_END ? null : text.slice(lastEndBefore(ends, at), end);
  });
}

const NEWLINE = 0x0a;

function lastEndBefore(ends: Int32Array, at: number): number {
  for (let index = at - 1; index >= 0; index--) {
    const end = ends[index] ?? NULL_END;
    if (end !== NULL_END) return end;
  }
  return 0;
}
