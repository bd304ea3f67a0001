const NEWLINE = 0x0a;
const NOTHING = Buffer.alloc(0);

/** A line of a file, and the offset of the byte after its newline. */
export type Line = { text: string; endOffset: number };

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
      const line = this.rest.length > 0 ? Buffer.concat([this.rest, bytes.subarray(from, to)]) : null;
      this.rest = NOTHING;
      const length = line ? line.length : to - from;
      this.offset += length + 1;
      if (length > 0)
        yield { text: line ? line.toString() : bytes.toString("utf8", from, to), endOffset: this.offset };
      from = to + 1;
    }
    if (from < bytes.length) this.rest = Buffer.concat([this.rest, bytes.subarray(from)]);
  }

  /** The last line, when the file does not end with a newline. */
  end(): Line | null {
    if (this.rest.length === 0) return null;
    const text = this.rest.toString("utf8");
    this.offset += this.rest.length;
    this.rest = NOTHING;
    return { text, endOffset: this.offset };
  }
}
