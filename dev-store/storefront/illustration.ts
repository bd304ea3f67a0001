/** Picture of a product: a still life drawn from its handle alone, so the same product always looks the same. */

type Palette = { wall: string; table: string; sun: string; body: string; shade: string; leaf: string };

const PALETTES: readonly Palette[] = [
  { wall: "#f3e3d3", table: "#dcbfa3", sun: "#f6c177", body: "#2f5d50", shade: "#24483e", leaf: "#6f9c76" },
  { wall: "#e3ecf0", table: "#b9cdd6", sun: "#ffffff", body: "#b5523b", shade: "#94402d", leaf: "#4e7d6b" },
  { wall: "#f0e7f3", table: "#cdbad6", sun: "#f9d7c4", body: "#5b4a8a", shade: "#483a6f", leaf: "#7f9f6b" },
  { wall: "#f8efd4", table: "#e3cd93", sun: "#ffffff", body: "#c9792e", shade: "#a66022", leaf: "#5f8a5a" },
  { wall: "#e4efe1", table: "#b7cfae", sun: "#fbe7a8", body: "#394f66", shade: "#2b3d50", leaf: "#55805a" },
  { wall: "#f9e2dc", table: "#e5b5a8", sun: "#fff2df", body: "#7c2f3f", shade: "#632432", leaf: "#698f66" },
];

/** Small seeded generator (mulberry32 over an FNV-1a hash): numbers in [0, 1). */
function randomFrom(seed: string): () => number {
  let state = 2166136261;
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Place = { x: number; width: number; height: number };
const GROUND = 470;

function jar({ x, width, height }: Place, { body, shade, sun }: Palette): string {
  const top = GROUND - height;
  const label = `<rect x="${x + width * 0.18}" y="${top + height * 0.42}" width="${width * 0.64}" height="${height * 0.3}" rx="6" fill="${sun}" opacity=".85"/>`;
  const lid = `<rect x="${x + width * 0.08}" y="${top - 26}" width="${width * 0.84}" height="34" rx="8" fill="${shade}"/>`;
  return `<rect x="${x}" y="${top}" width="${width}" height="${height}" rx="26" fill="${body}"/>${lid}${label}`;
}

function bottle({ x, width, height }: Place, { body, shade, sun }: Palette): string {
  const top = GROUND - height;
  const middle = x + width / 2;
  const neck = width * 0.16;
  const outline =
    `M${middle - neck} ${top} h${neck * 2} v${height * 0.24} ` +
    `C${middle + neck} ${top + height * 0.36} ${x + width} ${top + height * 0.36} ${x + width} ${top + height * 0.52} ` +
    `V${GROUND - 18} q0 18 -18 18 H${x + 18} q-18 0 -18 -18 V${top + height * 0.52} ` +
    `C${x} ${top + height * 0.36} ${middle - neck} ${top + height * 0.36} ${middle - neck} ${top + height * 0.24} Z`;
  const cork = `<rect x="${middle - neck * 0.8}" y="${top - 22}" width="${neck * 1.6}" height="26" rx="5" fill="${shade}"/>`;
  const label = `<circle cx="${middle}" cy="${GROUND - height * 0.28}" r="${width * 0.26}" fill="${sun}" opacity=".85"/>`;
  return `${cork}<path d="${outline}" fill="${body}"/>${label}`;
}

function cup({ x, width, height }: Place, { body, shade }: Palette): string {
  const top = GROUND - height * 0.62;
  const handle = `<circle cx="${x + width}" cy="${top + height * 0.22}" r="${height * 0.17}" fill="none" stroke="${body}" stroke-width="18"/>`;
  const bowl = `<path d="M${x} ${top} H${x + width} Q${x + width} ${GROUND} ${x + width * 0.66} ${GROUND} H${x + width * 0.34} Q${x} ${GROUND} ${x} ${top} Z" fill="${body}"/>`;
  return `${handle}${bowl}<ellipse cx="${x + width / 2}" cy="${top}" rx="${width / 2}" ry="15" fill="${shade}"/>`;
}

function sprig(x: number, height: number, { leaf }: Palette): string {
  const leaves = Array.from({ length: 6 }, (_, index) => {
    const y = GROUND - 40 - (index * (height - 40)) / 6;
    const side = index % 2 === 0 ? 1 : -1;
    const size = 44 - index * 4;
    return `<path d="M${x} ${y} q${side * size * 0.5} ${-size} ${side * size * 1.5} ${-size * 0.6} q${-side * size * 0.5} ${size * 0.8} ${-side * size * 1.5} ${size * 0.6} Z" fill="${leaf}"/>`;
  });
  return `<path d="M${x} ${GROUND} V${GROUND - height}" stroke="${leaf}" stroke-width="6" stroke-linecap="round"/>${leaves.join("")}`;
}

const VESSELS = [jar, bottle, cup];

/** An SVG of 600 × 600. */
export function productIllustration(handle: string): string {
  const random = randomFrom(handle);
  const pick = <T>(list: readonly T[], otherwise: T): T =>
    list[Math.floor(random() * list.length)] ?? otherwise;
  const palette = pick(PALETTES, PALETTES[0] as Palette);
  const vessel = pick(VESSELS, jar);
  const width = 150 + random() * 60;
  const height = 210 + random() * 110;
  const main = vessel({ x: 190 + random() * 60, width, height }, palette);
  const companion =
    random() < 0.5 ? cup({ x: 400, width: 92, height: 120 }, { ...palette, body: palette.shade }) : "";
  const sun = `<circle cx="${150 + random() * 300}" cy="${150 + random() * 70}" r="${80 + random() * 50}" fill="${palette.sun}"/>`;
  const leaves = sprig(110 + random() * 40, 170 + random() * 130, palette);
  const table = `<path d="M0 ${GROUND - 50} Q300 ${GROUND - 80} 600 ${GROUND - 50} V600 H0 Z" fill="${palette.table}"/>`;
  const shadow = `<ellipse cx="320" cy="${GROUND + 4}" rx="230" ry="18" fill="#000" opacity=".08"/>`;
  const drawing = `<rect width="600" height="600" fill="${palette.wall}"/>${sun}${table}${shadow}${leaves}${main}${companion}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600">${drawing}</svg>`;
}
