/*
 * Rows of one table as another thread hands them over: a few objects however many rows there are, in the form in which
 * the database takes them. A value is a text or null; numbers, truth values (0 and 1) and instants are texts, too.
 */

export type PackedRows = {
  table: string;
  columns: readonly string[];
  rowCount: number;
  /** UTF-8. */
  bytes: Uint8Array<ArrayBuffer>;
} & (
  | {
      /** Values one behind the other. */
      kind: "values";
      /** Where each ends in `bytes`; `NULL_END` for null. */
      ends: Int32Array<ArrayBuffer>;
      /** Of nothing but ASCII, so that a byte is a letter. */
      isPlain: boolean;
    }
  /** The text format of COPY. */
  | { kind: "copy" }
);

export type Cell = string | null;

export const NULL_END = -1;

/** The statement for one of the rows, in the words of `dialect.ts`: what is judged of them, and what SQLite runs. */
export function insertSqlOf({ table, columns }: Pick<PackedRows, "table" | "columns">): string {
  const names = columns.map((column) => `"${column}"`).join(", ");
  return `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => "?").join(", ")})`;
}

/** Calls `take` with the values of each row in turn, in one array that is used again. */
export function forEachRow(
  packed: Extract<PackedRows, { kind: "values" }>,
  take: (values: readonly Cell[]) => void,
): void {
  const { columns, rowCount, ends } = packed;
  const read = readerOf(packed);
  const width = columns.length;
  const values: Cell[] = new Array<Cell>(width).fill(null);
  let from = 0;
  for (let row = 0; row < rowCount; row++) {
    for (let column = 0; column < width; column++) {
      const end = ends[row * width + column] ?? NULL_END;
      values[column] = end === NULL_END ? null : read(from, end);
      if (end !== NULL_END) from = end;
    }
    take(values);
  }
}

function readerOf({
  bytes,
  isPlain,
}: Extract<PackedRows, { kind: "values" }>): (from: number, end: number) => string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isPlain) return (from, end) => buffer.toString("utf8", from, end);
  const text = buffer.toString("latin1");
  return (from, end) => text.substring(from, end);
}

/** What may go to another thread without being copied. */
export function buffersOf(rows: readonly PackedRows[]): ArrayBuffer[] {
  return rows.flatMap((packed) =>
    packed.kind === "copy" ? [packed.bytes.buffer] : [packed.bytes.buffer, packed.ends.buffer],
  );
}

/** The values of the first and of the last row in a column: of rows that came out of one hand. */
export function edgesOf(packed: PackedRows, name: string): Cell[] {
  const column = packed.columns.indexOf(name);
  if (column === -1 || packed.rowCount === 0) return [null];
  return packed.kind === "copy" ? edgesOfCopy(packed.bytes, column) : edgesOfValues(packed, column);
}

const NEWLINE = 0x0a;

function edgesOfCopy(bytes: Uint8Array, column: number): Cell[] {
  const text = new TextDecoder();
  const endOfFirst = bytes.indexOf(NEWLINE);
  const startOfLast = bytes.lastIndexOf(NEWLINE, bytes.length - 2) + 1;
  const rows = [bytes.subarray(0, endOfFirst), bytes.subarray(startOfLast, bytes.length - 1)];
  return rows.map((row) => text.decode(row).split("\t")[column] ?? null);
}

function edgesOfValues(
  { bytes, ends, columns, rowCount }: Extract<PackedRows, { kind: "values" }>,
  column: number,
): Cell[] {
  const text = new TextDecoder();
  return [0, rowCount - 1].map((row) => {
    const at = row * columns.length + column;
    const end = ends[at] ?? NULL_END;
    return end === NULL_END ? null : text.decode(bytes.subarray(endBefore(ends, at), end));
  });
}

function endBefore(ends: Int32Array, at: number): number {
  for (let index = at - 1; index >= 0; index--) {
    const end = ends[index] ?? NULL_END;
    if (end !== NULL_END) return end;
  }
  return 0;
}
