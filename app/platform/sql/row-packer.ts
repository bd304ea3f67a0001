import type { Cell, PackedValues } from "./packed-rows";

const FIRST_BYTES = 65_536;
const FIRST_CELLS = 4_096;
const MOST_BYTES_OF_LETTER = 3;
/** What a cell takes beside its letters. */
const SPARE_BYTES = 4;

/** Numbers up to here are written digit by digit; 32 bits are the quickest. */
const MOST_DIRECT = 2_147_483_647;
const DIRECT_DIGITS = 10;
const ZERO = 0x30;

/** Where something lies in bytes. */
type Span = { from: number; to: number };
export type Around = { before?: Uint8Array; after?: Uint8Array };
const NONE = new Uint8Array(0);
const NOTHING: Around = {};

const NULL_END = -1;
const [TAB, NEWLINE, RETURN, BACKSLASH, LETTER_N, QUESTION] = [0x09, 0x0a, 0x0d, 0x5c, 0x4e, 0xfffd];

/**
 * Packs rows of a table as they come, so that nothing of them stays behind in many small objects: whole ones, or cell by
 * cell in the order of the columns.
 *
 * Texts lose what no database can store: NUL, and halves of surrogate pairs become U+FFFD.
 */
export class RowPacker {
  private bytes = new Uint8Array(FIRST_BYTES);
  private ends = new Int32Array(FIRST_CELLS);
  private at = 0;
  private cellCount = 0;
  /** Where the row begins that is being added. */
  private rowAt = 0;
  private rowCell = 0;

  /** @param isCopy For COPY: values stand between tabs, and rows in lines. */
  constructor(
    private readonly table: string,
    private readonly columns: readonly string[],
    private readonly isCopy: boolean,
  ) {}

  /** Adds a row, its values by column. */
  add(row: Readonly<Record<string, Cell>>): void {
    const { columns } = this;
    for (let index = 0; index < columns.length; index++) this.addCell(row[columns[index] ?? ""] ?? null);
    this.endRow();
  }

  /** The row whose cells were added is whole. */
  endRow(): void {
    const { columns, cellCount, rowCell, table } = this;
    if (cellCount - rowCell !== columns.length)
      throw new Error(`expected ${columns.length} cells of ${table}, got ${cellCount - rowCell}`);
    if (this.isCopy) this.bytes[this.at - 1] = NEWLINE;
    this.rowAt = this.at;
    this.rowCell = cellCount;
  }

  /** Forgets cells of a row that did not become whole. */
  dropRow(): void {
    this.at = this.rowAt;
    this.cellCount = this.rowCell;
  }

  /**
   * Adds a cell of a beginning, bytes, and an end: all in UTF-8, without signs below the space and without a backslash.
   */
  addBytes(given: Uint8Array, { from, to }: Span, { before = NONE, after = NONE }: Around = NOTHING): void {
    this.makeRoom(before.length + to - from + after.length + SPARE_BYTES);
    const { bytes } = this;
    let { at } = this;
    for (let index = 0; index < before.length; index++) bytes[at++] = before[index] ?? 0;
    for (let index = from; index < to; index++) bytes[at++] = given[index] ?? 0;
    for (let index = 0; index < after.length; index++) bytes[at++] = after[index] ?? 0;
    this.at = at;
    this.endCell(at);
  }

  /** Adds a whole number. */
  addNumber(value: number): void {
    if (value < 0 || value > MOST_DIRECT) return this.addCell(String(value));
    this.makeRoom(DIRECT_DIGITS + SPARE_BYTES);
    let length = 1;
    for (let rest = value; rest >= 10; rest = (rest / 10) | 0) length += 1;
    let rest = value;
    for (let index = this.at + length - 1; index >= this.at; index--) {
      const tenth = (rest / 10) | 0;
      this.bytes[index] = ZERO + rest - 10 * tenth;
      rest = tenth;
    }
    this.at += length;
    this.endCell(this.at);
  }

  /**
   * What was added; the next rows take its place in the same memory, unless it is handed over.
   *
   * @returns null when there was nothing.
   */
  take(): PackedValues | null {
    const { table, columns, at, cellCount } = this;
    if (cellCount === 0) return null;
    const rows = { table, columns, rowCount: cellCount / columns.length };
    const packed = { ...rows, bytes: this.bytes.subarray(0, at), ends: this.ends.subarray(0, cellCount) };
    this.at = 0;
    this.cellCount = 0;
    this.rowAt = 0;
    this.rowCell = 0;
    // What is handed over to another thread is lost here.
    if (this.isCopy) this.bytes = new Uint8Array(at + FIRST_BYTES);
    return packed;
  }

  /** Adds a cell. */
  addCell(cell: Cell): void {
    const length = cell === null ? 0 : cell.length;
    this.makeRoom(length * MOST_BYTES_OF_LETTER + SPARE_BYTES);
    if (cell !== null) this.addText(cell);
    else if (this.isCopy) {
      this.bytes[this.at++] = BACKSLASH;
      this.bytes[this.at++] = LETTER_N;
    }
    this.endCell(cell === null ? NULL_END : this.at);
  }

  private endCell(end: number): void {
    if (this.isCopy) this.bytes[this.at++] = TAB;
    else this.ends[this.cellCount] = end;
    this.cellCount += 1;
  }

  private addText(text: string): void {
    const { bytes, isCopy } = this;
    let { at } = this;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code >= 0x80) {
        this.at = at;
        index += this.addLetter(text, index);
        at = this.at;
      } else if (code >= 0x20 && code !== BACKSLASH) bytes[at++] = code;
      else if (code !== 0) {
        const escape = isCopy ? escapeOf(code) : 0;
        if (escape !== 0) bytes[at++] = BACKSLASH;
        bytes[at++] = escape || code;
      }
    }
    this.at = at;
  }

  /** Adds a letter beyond ASCII in UTF-8. @returns how many halves of a pair more than one it took. */
  private addLetter(text: string, index: number): number {
    const { bytes } = this;
    const point = text.codePointAt(index) ?? 0;
    const code = point >= 0xd800 && point <= 0xdfff ? QUESTION : point;
    const tail = (shift: number) => 0x80 | ((code >> shift) & 0x3f);
    if (code < 0x800) bytes[this.at++] = 0xc0 | (code >> 6);
    else {
      if (code < 0x10000) bytes[this.at++] = 0xe0 | (code >> 12);
      else {
        bytes[this.at++] = 0xf0 | (code >> 18);
        bytes[this.at++] = tail(12);
      }
      bytes[this.at++] = tail(6);
    }
    bytes[this.at++] = tail(0);
    return point > 0xffff ? 1 : 0;
  }

  private makeRoom(byteCount: number): void {
    if (this.at + byteCount > this.bytes.length) {
      const larger = new Uint8Array(2 * this.bytes.length + byteCount);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    if (this.isCopy || this.cellCount < this.ends.length) return;
    const larger = new Int32Array(2 * this.ends.length + FIRST_CELLS);
    larger.set(this.ends);
    this.ends = larger;
  }
}

/** What stands behind a backslash for a sign that means something to COPY; 0 for one that does not. */
function escapeOf(code: number): number {
  if (code === BACKSLASH) return BACKSLASH;
  if (code === TAB) return 0x74;
  if (code === NEWLINE) return 0x6e;
  return code === RETURN ? 0x72 : 0;
}
