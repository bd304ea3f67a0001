import { shopFetch } from "../shop-fetch.server";
import { BulkFileError } from "./schema";

/** Complete lines of a file, and the offset of the byte after the last of them. */
export type LineBatch = { lines: string[]; endOffset: number };

/**
 * Reads a bulk file from a byte offset on, as complete lines, without ever holding more than a piece of it.
 *
 * @param fromOffset Where a line begins: 0, or the `endOffset` of an earlier batch.
 * @throws BulkFileError when it cannot be had; what came before stays good.
 */
export async function* readBulkLines(url: string, fromOffset: number): AsyncGenerator<LineBatch> {
  const response = await openAt(url, fromOffset);
  let toSkip = fromOffset > 0 && response.status === 200 ? fromOffset : 0; // The server knows no ranges.
  let offset = fromOffset;
  let rest: Uint8Array = new Uint8Array();
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      const fresh = chunk.subarray(Math.min(toSkip, chunk.length));
      toSkip -= chunk.length - fresh.length;
      const bytes = Buffer.concat([rest, fresh]);
      const end = bytes.lastIndexOf(0x0a) + 1; // Cut at a newline byte, so no character is cut in two.
      rest = bytes.subarray(end);
      if (end === 0) continue;
      offset += end;
      yield { lines: splitLines(bytes.subarray(0, end)), endOffset: offset };
    }
  } catch (error) {
    throw new BulkFileError(`the download broke at byte ${offset}: ${String(error)}`, false);
  }
  if (rest.length > 0) yield { lines: splitLines(rest), endOffset: offset + rest.length };
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

function splitLines(bytes: Uint8Array): string[] {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString("utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
}
