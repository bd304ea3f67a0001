import { shopFetch } from "../shop-fetch.server";
import { PiecePool } from "./piece-pool";
import { BulkFileError } from "./schema";

/** Small pieces of the network are put together to ones of this size. */
const PIECE_BYTES = 250_000;

/**
 * Reads a bulk file from a byte offset on, in pieces cut anywhere.
 *
 * @param pool Gives the pieces their memory.
 * @throws BulkFileError when it cannot be had; what came before stays good.
 */
export async function* readBulkPieces(
  url: string,
  fromOffset: number,
  pool = new PiecePool(),
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const response = await openAt(url, fromOffset);
  let toSkip = fromOffset > 0 && response.status === 200 ? fromOffset : 0; // The server knows no ranges.
  let offset = fromOffset;
  let parts: Uint8Array[] = [];
  let byteCount = 0;
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      const fresh = chunk.subarray(Math.min(toSkip, chunk.length));
      toSkip -= chunk.length - fresh.length;
      parts.push(fresh);
      byteCount += fresh.length;
      if (byteCount < PIECE_BYTES) continue;
      yield joined(parts, pool.take(byteCount));
      offset += byteCount;
      parts = [];
      byteCount = 0;
    }
  } catch (error) {
    if (byteCount > 0) yield joined(parts, pool.take(byteCount));
    throw new BulkFileError(`the download broke at byte ${offset + byteCount}: ${String(error)}`, false);
  }
  if (byteCount > 0) yield joined(parts, pool.take(byteCount));
}

async function openAt(url: string, fromOffset: number): Promise<Response> {
  let response: Response;
  try {
    const range = fromOffset > 0 ? { Range: `bytes=${fromOffset}-` } : {};
    // Not compressed: offsets count the bytes of the file itself.
    response = await shopFetch(url, { headers: { "Accept-Encoding": "identity", ...range } });
  } catch (error) {
    throw new BulkFileError(`the file does not answer: ${String(error)}`, false);
  }
  if ((response.status === 200 || response.status === 206) && response.body) return response;
  await response.body?.cancel();
  if (response.status === 416) return new Response(new Uint8Array(), { status: 206 }); // Nothing after the offset.
  const isAddressDead = [400, 403, 404, 410].includes(response.status);
  throw new BulkFileError(`the file answered ${response.status}`, isAddressDead);
}

/** One piece, in memory of its own. */
function joined(parts: readonly Uint8Array[], piece: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let at = 0;
  for (const part of parts) {
    piece.set(part, at);
    at += part.length;
  }
  return piece;
}
