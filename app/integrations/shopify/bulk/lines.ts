const NEWLINE = 0x0a;
const NOTHING = Buffer.alloc(0);

/** A line of a file, as bytes: most of them are never needed as a text. Good until the piece it lies in is changed. */
export class Line {
  /** Where it lies in `bytes`. */
  readonly from: number;
  readonly to: number;

  constructor(
    readonly bytes: Buffer,
    { from, to }: { from: number; to: number },
    /** Offset in the file of the byte after its newline. */
    readonly endOffset: number,
  ) {
    this.from = from;
    this.to = to;
  }

  /** Made anew with every call. */
  get text(): string {
    return this.bytes.toString("utf8", this.from, this.to);
  }
}

/**
 * Cuts pieces of a file into its lines, wherever the pieces were cut. Empty lines are left out.
 *
 * @param fromOffset Offset of the first byte it will be given; a line must begin there.
 */
export class LineCutter {
  private rest: Buffer = NOTHING;

  constructor(private offset: number) {}

  /** The lines that are complete now. A piece must not be changed before they have been taken. */
  *take(piece: Uint8Array): Generator<Line> {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let from = 0;
    for (let to = bytes.indexOf(NEWLINE); to !== -1; to = bytes.indexOf(NEWLINE, from)) {
      // Only the first line may have begun in an earlier piece.
      const whole = this.rest.length > 0 ? Buffer.concat([this.rest, bytes.subarray(from, to)]) : null;
      this.rest = NOTHING;
      const length = whole ? whole.length : to - from;
      this.offset += length + 1;
      if (length > 0) yield whole ? lineOf(whole, this.offset) : new Line(bytes, { from, to }, this.offset);
      from = to + 1;
    }
    if (from < bytes.length) this.rest = Buffer.concat([this.rest, bytes.subarray(from)]);
  }

  /** The last line, when the file does not end with a newline. */
  end(): Line | null {
    const { rest } = this;
    if (rest.length === 0) return null;
    this.offset += rest.length;
    this.rest = NOTHING;
    return lineOf(rest, this.offset);
  }
}

function lineOf(bytes: Buffer, endOffset: number): Line {
  return new Line(bytes, { from: 0, to: bytes.length }, endOffset);
}
