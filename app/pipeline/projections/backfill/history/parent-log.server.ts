import { appendFileSync, closeSync, existsSync, openSync, readSync, truncateSync } from "node:fs";

/** A parent of a bulk file: the number of its GID, its version (ISO 8601), and where its line ends. */
export type LoggedParent = { number: string; version: string; endOffset: number };

const CHUNK_BYTES = 500_000;
const NEWLINE = 0x0a;

/**
 * The parents of a bulk file in its order, as lines of a text file: nearly always nobody asks for them, so they must cost
 * next to nothing.
 */
export class ParentLog {
  private pending = "";

  constructor(private readonly path: string) {}

  add({ number, version, endOffset }: LoggedParent): void {
    this.pending += `${endOffset} ${number} ${version}\n`;
  }

  /** Writes down what was added. */
  flush(): void {
    if (this.pending !== "") appendFileSync(this.path, this.pending);
    this.pending = "";
  }

  /** Forgets parents that end behind an offset, and what a crash left of a line. */
  forgetAfter(offset: number): void {
    let keptBytes = 0;
    for (const { parent, endByte } of this.entries()) {
      if (parent.endOffset > offset) break;
      keptBytes = endByte;
    }
    if (existsSync(this.path)) truncateSync(this.path, keptBytes);
  }

  *read(): Generator<LoggedParent> {
    for (const { parent } of this.entries()) yield parent;
  }

  private *entries(): Generator<{ parent: LoggedParent; endByte: number }> {
    if (!existsSync(this.path)) return;
    const file = openSync(this.path, "r");
    const chunk = Buffer.alloc(CHUNK_BYTES);
    try {
      for (let position = 0; ;) {
        const length = readSync(file, chunk, 0, CHUNK_BYTES, position);
        let from = 0;
        for (let to = chunk.indexOf(NEWLINE); to !== -1 && to < length; to = chunk.indexOf(NEWLINE, from)) {
          const [endOffset = "", number = "", version = ""] = chunk.toString("latin1", from, to).split(" ");
          from = to + 1;
          yield { parent: { number, version, endOffset: Number(endOffset) }, endByte: position + from };
        }
        if (from === 0) return; // The end, or a line that was not written to its end.
        position += from;
      }
    } finally {
      closeSync(file);
    }
  }
}
