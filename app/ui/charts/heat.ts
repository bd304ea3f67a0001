type Rgb = readonly [number, number, number];

const COLD: Rgb = [241, 246, 253];
const HOT: Rgb = [9, 74, 153];
// Black, not the grey of texts: on the shades in the middle nothing lighter reaches 4.5 : 1.
const DARK_TEXT: Rgb = [0, 0, 0];
const LIGHT_TEXT: Rgb = [255, 255, 255];

/**
 * Colours of a heat-map cell: deeper blue for more, with whichever text colour reads better on it.
 *
 * @param intensity 0…1; values outside are cut.
 */
export function heatColours(intensity: number): { background: string; color: string } {
  const share = Math.min(1, Math.max(0, intensity));
  const background: Rgb = [mix(0, share), mix(1, share), mix(2, share)];
  const color = contrast(background, DARK_TEXT) >= contrast(background, LIGHT_TEXT) ? DARK_TEXT : LIGHT_TEXT;
  return { background: css(background), color: css(color) };
}

/** Contrast ratio of two colours, 1…21 (WCAG 2.2). */
export function contrast(a: Rgb, b: Rgb): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function mix(channel: 0 | 1 | 2, share: number): number {
  return Math.round(COLD[channel] + (HOT[channel] - COLD[channel]) * share);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function css([red, green, blue]: Rgb): string {
  return `rgb(${red}, ${green}, ${blue})`;
}
