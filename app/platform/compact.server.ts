import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";

/*
 * For what goes to the database and comes back a moment later. A group of deliveries is texts that are much alike: it
 * becomes a tenth as long, for less than the way of the rest would cost. Small ones are not worth the set-up.
 *
 * The first byte tells how the rest is kept. Earlier versions had none, and kept only what begins with 0.
 */

const COMPRESSED = Buffer.of(1);
const AS_IT_IS = Buffer.of(2);
const WORTH_BYTES = 16_384;
/** Others take longer than what they save. */
const QUALITY = 0;

/** Bytes for `expand`, given in parts and made of parts. */
export function compact(parts: readonly Buffer[]): readonly Buffer[] {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length < WORTH_BYTES) return [AS_IT_IS, ...parts];
  const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: length };
  return [COMPRESSED, brotliCompressSync(Buffer.concat(parts, length), { params })];
}

/** The bytes that `compact` was given. @throws Error when they were altered. */
export function expand(content: Buffer): Buffer {
  if (content[0] === COMPRESSED[0]) return brotliDecompressSync(content.subarray(1));
  return content[0] === AS_IT_IS[0] ? content.subarray(1) : content;
}
