/*
 * What a text message costs: it travels in segments of 140 bytes, and every segment is charged. In the GSM alphabet
 * (3GPP TS 23.038) that is 160 characters, 153 each when there are several; one character outside it, such as "ł" or
 * any Cyrillic letter, makes the whole message UCS-2: 70 characters, 67 each when there are several.
 */

const GSM =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/** Each takes two places. */
const GSM_EXTENDED = "^{}\\[~]|€\f";

const basic = new Set(GSM);
const extended = new Set(GSM_EXTENDED);

export type Segments = {
  encoding: "gsm-7" | "ucs-2";
  /** Septets of the GSM alphabet, or UTF-16 code units. */
  unitCount: number;
  segmentCount: number;
  /** Units that still go into the last segment. */
  leftCount: number;
};

/** In how many segments a text goes. */
export function segmentsOf(text: string): Segments {
  const characters = [...text];
  const isGsm = characters.every((character) => basic.has(character) || extended.has(character));
  const sizes = characters.map((character) => (isGsm ? (extended.has(character) ? 2 : 1) : character.length));
  const [alone, shared] = isGsm ? [160, 153] : [70, 67];
  const unitCount = sizes.reduce((sum, size) => sum + size, 0);
  const filled = unitCount <= alone ? { segmentCount: 1, leftCount: alone - unitCount } : fill(sizes, shared);
  return { encoding: isGsm ? "gsm-7" : "ucs-2", unitCount, ...filled };
}

/** A character is never cut in two: it goes to the next segment as a whole. */
function fill(sizes: readonly number[], capacity: number): Pick<Segments, "segmentCount" | "leftCount"> {
  let segmentCount = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > capacity) {
      segmentCount += 1;
      used = 0;
    }
    used += size;
  }
  return { segmentCount, leftCount: capacity - used };
}
