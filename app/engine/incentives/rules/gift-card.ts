const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
const LETTER_COUNT = 16;

/**
 * The code of a gift card: 16 letters and digits that follow from the digest; 32^16 (10^24) codes.
 *
 * It is money: it is never stored, only made anew from the secret when it is written to its owner.
 *
 * @param digest At least 16 bytes of a keyed hash.
 * @throws RangeError when the digest is shorter.
 */
export function giftCardCode(digest: Uint8Array): string {
  if (digest.length < LETTER_COUNT) {
    throw new RangeError(`expected a digest of at least ${LETTER_COUNT} bytes, got ${digest.length}`);
  }
  return Array.from(digest.subarray(0, LETTER_COUNT), (byte) => LETTERS[byte % LETTERS.length]).join("");
}

/** What may be shown of it: `•••• k7xq`. */
export function maskedGiftCard(code: string): string {
  return `•••• ${code.slice(-4)}`;
}
