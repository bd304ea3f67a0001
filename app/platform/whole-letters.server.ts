import { Transform, type TransformCallback } from "node:stream";

/**
 * Takes bytes of zero out of a page on its way.
 *
 * React 18 writes pages in pieces of 2 kB and fills up with zeros what a letter of two bytes or more does not fit into.
 * Browsers show them as � in fields and in the data of scripts; of a page itself none is ever a part.
 */
export class WholeLetters extends Transform {
  override _transform(piece: Buffer | Uint8Array, _encoding: BufferEncoding, done: TransformCallback): void {
    done(null, piece.includes(0) ? piece.filter((byte) => byte !== 0) : piece);
  }
}
