import { type Line, LineCutter } from "~/integrations/shopify/bulk/lines";

type Bytes = Uint8Array<ArrayBuffer>;
type Piece = { offset: number; bytes: Bytes };

/**
 * The bytes of a file that may be asked for once more. They lie outside of what the garbage collector moves about, as
 * texts of lines would not.
 */
export class KeptBytes {
  private pieces: Piece[] = [];

  /** @param end Offset behind the last byte given so far. */
  constructor(private end: number) {}

  add(bytes: Bytes): void {
    this.pieces.push({ offset: this.end, bytes });
    this.end += bytes.byteLength;
  }

  /** The lines between two offsets; a line begins at the first and ends at the second. */
  linesOf(from: number, to: number): Line[] {
    const cutter = new LineCutter(from);
    const lines: Line[] = [];
    for (const { offset, bytes } of this.pieces) {
      const part = bytes.subarray(Math.max(0, from - offset), Math.max(0, to - offset));
      lines.push(...cutter.take(part));
    }
    const last = cutter.end();
    return last ? [...lines, last] : lines;
  }

  /** Forgets what lies before an offset. @returns the memory of it. */
  forgetBefore(offset: number): ArrayBuffer[] {
    const isOver = ({ offset: start, bytes }: Piece) => start + bytes.byteLength <= offset;
    const over = this.pieces.filter(isOver);
    this.pieces = this.pieces.filter((piece) => !isOver(piece));
    return over.map(({ bytes }) => bytes.buffer);
  }
}
