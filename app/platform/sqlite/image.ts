import type { PackedValues } from "../sql/packed-rows";

/*
 * A SQLite database file made by hand (https://sqlite.org/fileformat2.html): tables without indexes, filled once, to be
 * attached and copied from by `INSERT … SELECT`. SQLite copies a row in a tenth of the time that binding its values takes.
 */

const NULL_END = -1;

const PAGE = 65_536;
const FILE_HEADER = 100;
const LEAF = 0x0d;
const INTERIOR = 0x05;
const LEAF_HEADER = 8;
const INTERIOR_HEADER = 12;
const POINTER = 2;
/** What a cell takes at most beside its record: its length and the number of its row. */
const CELL_HEADER = 14;
/** A record as large as this needs no further page. */
const MOST_RECORD = PAGE - 35;

/** Thrown for a row that does not fit in a page. */
export class RowTooLarge extends Error {}

/** Pages that may be used again: fresh ones each time keep the garbage collector busy. */
export type PagePool = Uint8Array[];

/**
 * The pages of a database with these tables; columns have no type, all values are texts or null.
 *
 * @param pool Pages are taken from it; they may be put back once they are written.
 * @throws RowTooLarge for a row of more than 64 kB.
 */
export function databaseImage(tables: readonly PackedValues[], pool: PagePool = []): Uint8Array[] {
  const newPage = () => pool.pop()?.fill(0) ?? new Uint8Array(PAGE);
  const schema = newPage();
  const pages = [schema];
  const encoder = new TextEncoder();
  const described = tables.map((table, index) => {
    const root = addTable({ pages, newPage }, table);
    const sql = `CREATE TABLE "${table.table}" (${table.columns.map((column) => `"${column}"`).join(",")})`;
    return { rowid: index + 1, values: ["table", table.table, table.table, root, sql] };
  });
  const leaf = new LeafWriter(schema, FILE_HEADER);
  for (const { rowid, values } of described) leaf.add(rowid, schemaRecord(values, encoder));
  leaf.end();
  writeFileHeader(schema, pages.length);
  return pages;
}

type Pages = { pages: Uint8Array[]; newPage: () => Uint8Array };

/** Leaves, and a page above them when there are several. @returns the number of the root page. */
function addTable({ pages, newPage }: Pages, { columns, rowCount, bytes, ends }: PackedValues): number {
  const root = newPage();
  pages.push(root);
  const rootNumber = pages.length;
  const children: { page: number; lastRow: number }[] = [];
  const record = new RecordWriter(columns.length);
  let leaf = new LeafWriter(newPage(), 0);
  let from = 0;
  const endLeaf = (lastRow: number) => {
    leaf.end();
    pages.push(leaf.page);
    children.push({ page: pages.length, lastRow });
  };
  for (let row = 0; row < rowCount; row++) {
    const length = record.measure(ends, { row, from });
    if (!leaf.hasRoomFor(length)) {
      endLeaf(row);
      leaf = new LeafWriter(newPage(), 0);
    }
    leaf.addRecord(row + 1, record, bytes);
    from = record.to;
  }
  if (children.length === 0) {
    leaf.end();
    root.set(leaf.page);
    return rootNumber;
  }
  endLeaf(rowCount);
  writeInterior(root, children);
  return rootNumber;
}

/** Lays out one record after the other: the length of its header, a type for each value, then the values. */
class RecordWriter {
  to = 0;
  length = 0;
  private from = 0;
  private headerLength = 0;
  private readonly types: number[];

  constructor(private readonly width: number) {
    this.types = new Array<number>(width).fill(0);
  }

  /** @returns its length. */
  measure(ends: Int32Array, { row, from }: { row: number; from: number }): number {
    const { width, types } = this;
    let [typeBytes, at] = [0, from];
    for (let column = 0; column < width; column++) {
      const end = ends[row * width + column] ?? NULL_END;
      const type = end === NULL_END ? 0 : 2 * (end - at) + 13; // A text of that many bytes.
      if (end !== NULL_END) at = end;
      types[column] = type;
      typeBytes += varintLength(type);
    }
    this.from = from;
    this.to = at;
    this.headerLength = typeBytes + (typeBytes + 1 > 0x7f ? 2 : 1);
    this.length = this.headerLength + at - from;
    if (this.length > MOST_RECORD) throw new RowTooLarge(`a row of ${this.length} bytes`);
    return this.length;
  }

  write(page: Uint8Array, at: number, bytes: Uint8Array): void {
    let to = writeVarint(page, at, this.headerLength);
    for (const type of this.types) to = writeVarint(page, to, type);
    page.set(bytes.subarray(this.from, this.to), to);
  }
}

/** A page of rows: pointers from its beginning, rows from its end. */
class LeafWriter {
  private count = 0;
  private start = PAGE;

  constructor(
    readonly page: Uint8Array,
    private readonly headerAt: number,
  ) {}

  hasRoomFor(recordLength: number): boolean {
    const pointers = this.headerAt + LEAF_HEADER + POINTER * (this.count + 1);
    return this.start - recordLength - CELL_HEADER >= pointers;
  }

  addRecord(rowid: number, record: RecordWriter, bytes: Uint8Array): void {
    record.write(this.page, this.addCell(rowid, record.length), bytes);
  }

  add(rowid: number, record: Uint8Array): void {
    this.page.set(record, this.addCell(rowid, record.length));
  }

  end(): void {
    const view = viewOf(this.page);
    view.setUint8(this.headerAt, LEAF);
    view.setUint16(this.headerAt + 3, this.count);
    view.setUint16(this.headerAt + 5, this.start % PAGE); // 0 says 65,536.
  }

  /** @returns where its record begins. */
  private addCell(rowid: number, length: number): number {
    this.start -= varintLength(length) + varintLength(rowid) + length;
    const pointerAt = this.headerAt + LEAF_HEADER + POINTER * this.count;
    this.page[pointerAt] = this.start >> 8;
    this.page[pointerAt + 1] = this.start & 0xff;
    this.count += 1;
    return writeVarint(this.page, writeVarint(this.page, this.start, length), rowid);
  }
}

function writeInterior(page: Uint8Array, children: readonly { page: number; lastRow: number }[]): void {
  const view = viewOf(page);
  const left = children.slice(0, -1);
  let start = PAGE;
  for (const [index, child] of left.entries()) {
    start -= 4 + varintLength(child.lastRow);
    view.setUint32(start, child.page);
    writeVarint(page, start + 4, child.lastRow);
    view.setUint16(INTERIOR_HEADER + POINTER * index, start);
  }
  view.setUint8(0, INTERIOR);
  view.setUint16(3, left.length);
  view.setUint16(5, start % PAGE);
  view.setUint32(8, children.at(-1)?.page ?? 0);
}

/** A row of `sqlite_schema`: texts, and the number of a page. */
function schemaRecord(values: readonly (string | number)[], encoder: TextEncoder): Uint8Array {
  const parts = values.map((value) => {
    if (typeof value === "string") {
      const text = encoder.encode(value);
      return { type: 2 * text.length + 13, bytes: text };
    }
    const bytes = new Uint8Array(4);
    viewOf(bytes).setUint32(0, value);
    return { type: 4, bytes };
  });
  const typeBytes = parts.reduce((sum, { type }) => sum + varintLength(type), 0);
  const headerLength = typeBytes + 1;
  const record = new Uint8Array(headerLength + parts.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let at = writeVarint(record, 0, headerLength);
  for (const { type } of parts) at = writeVarint(record, at, type);
  for (const { bytes } of parts) {
    record.set(bytes, at);
    at += bytes.length;
  }
  return record;
}

function writeFileHeader(page: Uint8Array, pageCount: number): void {
  const view = viewOf(page);
  page.set(new TextEncoder().encode("SQLite format 3\0"));
  view.setUint16(16, 1); // Says 65,536.
  page.set([1, 1, 0, 64, 32, 32], 18);
  view.setUint32(24, 1); // Changes.
  view.setUint32(28, pageCount);
  view.setUint32(40, 1); // Cookie and format of the schema.
  view.setUint32(44, 4);
  view.setUint32(56, 1); // UTF-8.
  view.setUint32(92, 1); // As changes: the number of pages is right.
  view.setUint32(96, 3_040_000);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Of numbers below 2^28. */
function varintLength(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  return value < 0x200000 ? 3 : 4;
}

/** @returns where it ends. */
function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let to = at;
  for (let shift = 7 * (varintLength(value) - 1); shift > 0; shift -= 7)
    bytes[to++] = 0x80 | ((value >> shift) & 0x7f);
  bytes[to++] = value & 0x7f;
  return to;
}
