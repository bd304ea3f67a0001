/** WCAG 2.2 AA for text of ordinary size. */
export const AA_CONTRAST = 4.5;

/** Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2). */
export function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2). */
export function contrastOf(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Black or white, whichever is read better on a colour. */
export function inkOn(colour: string): string {
  return contrastOf("#ffffff", colour) >= contrastOf("#101418", colour) ? "#ffffff" : "#101418";
}

/** A colour moved towards white until it is read on a dark ground. */
export function lightenFor(colour: string, ground: string): string {
  for (let share = 0; share < 1; share += 0.05) {
    const lighter = mix(colour, "#ffffff", share);
    if (contrastOf(lighter, ground) >= AA_CONTRAST) return lighter;
  }
  return "#ffffff";
}

/** The colour between two. @param share Of the second one, 0 to 1. */
export function mix(one: string, other: string, share: number): string {
  const [from, to] = [channelsOf(one), channelsOf(other)];
  const mixed = from.map((value, index) => Math.round(value + ((to[index] ?? 0) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function channelsOf(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
