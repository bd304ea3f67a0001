/** Room for a piece, with what the last part of it may have too much. */
const ROOM_BYTES = 320_000;
/** What is given back beyond that is left to the garbage collector. */
const MOST_FREE = 12;

/**
 * Memory for pieces of a file that is used again and again: left to the garbage collector, a few hundred pieces lie
 * about before it thinks that worth its while.
 */
export class PiecePool {
  private readonly free: ArrayBuffer[] = [];

  /** Memory for so many bytes; what lies in it means nothing. */
  take(byteCount: number): Uint8Array<ArrayBuffer> {
    if (byteCount > ROOM_BYTES) return new Uint8Array(byteCount);
    return new Uint8Array(this.free.pop() ?? new ArrayBuffer(ROOM_BYTES), 0, byteCount);
  }

  /** Gives memory back that nobody looks at any more. */
  give(buffer: ArrayBuffer): void {
    if (buffer.byteLength === ROOM_BYTES && this.free.length < MOST_FREE) this.free.push(buffer);
  }
}
