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

export type Segments = { encoding: "gsm-7" | "ucs-2"; unitCount: number; segmentCount: number };

/** In how many segments a text goes. Units: septets of the GSM alphabet, or UTF-16 code units. */
export function segmentsOf(text: string): Segments {
  const characters = [...text];
  if (characters.every((character) => basic.has(character) || extended.has(character))) {
    const unitCount = characters.reduce((sum, character) => sum + (extended.has(character) ? 2 : 1), 0);
    const segmentCount =
      unitCount <= 160
        ? 1
        : fill(
            characters.map((c) => (extended.has(c) ? 2 : 1)),
            153,
          );
    return { encoding: "gsm-7", unitCount, segmentCount };
  }
  const unitCount = text.length;
  const segmentCount =
    unitCount <= 70
      ? 1
      : fill(
          characters.map((c) => c.length),
          67,
        );
  return { encoding: "ucs-2", unitCount, segmentCount };
}

/** A character is never cut in two: it goes to the next segment as a whole. */
function fill(sizes: readonly number[], capacity: number): number {
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > capacity) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return segments;
}
