import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;
/** Bits of each channel by which colours are held to be alike while they are counted. */
const BITS = 5;
const TRUE_COLOUR = 2;
const TRUE_COLOUR_ALPHA = 6;
const PALETTE = 3;

type Image = { width: number; height: number; channels: 3 | 4; pixels: Buffer };

/**
 * Writes a screenshot with at most 256 colours: pages are mostly flat, so it is a fraction of the size and looks the
 * same. Takes what Chromium makes: 8 bits, RGB or RGBA without transparency, not interlaced.
 *
 * @throws RangeError for any other PNG.
 */
export function toPalettePng(png: Buffer): Buffer {
  const image = readPng(png);
  const palette = commonColours(image);
  const rows = indexPixels(image, palette);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(image.width, 0);
  header.writeUInt32BE(image.height, 4);
  header.set([8, PALETTE, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", colours),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

function readPng(png: Buffer): Image {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new RangeError("this is not a PNG");
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    const type = png.toString("latin1", at + 4, at + 8);
    if (type === "IDAT") data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height, depth, kind, interlaced] = [
    png.readUInt32BE(16),
    png.readUInt32BE(20),
    png[24],
    png[25],
    png[28],
  ];
  if (depth !== 8 || interlaced !== 0 || (kind !== TRUE_COLOUR && kind !== TRUE_COLOUR_ALPHA)) {
    throw new RangeError(`expected 8 bits of RGB or RGBA, not interlaced; got ${depth} bits of kind ${kind}`);
  }
  const channels = kind === TRUE_COLOUR ? 3 : 4;
  return {
    width,
    height,
    channels,
    pixels: unfilter(inflateSync(Buffer.concat(data)), width * channels, channels),
  };
}

/** Takes the row filters away, in place and packed together (PNG, §9). */
function unfilter(raw: Buffer, stride: number, channels: number): Buffer {
  const height = raw.length / (stride + 1);
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const left = x >= channels ? (pixels[y * stride + x - channels] ?? 0) : 0;
      const up = y > 0 ? (pixels[(y - 1) * stride + x] ?? 0) : 0;
      const upLeft = y > 0 && x >= channels ? (pixels[(y - 1) * stride + x - channels] ?? 0) : 0;
      const value = raw[y * (stride + 1) + 1 + x] ?? 0;
      pixels[y * stride + x] = value + predict(filter, { left, up, upLeft });
    }
  }
  return pixels;
}

function predict(filter: number, { left, up, upLeft }: Record<"left" | "up" | "upLeft", number>): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const [toLeft, toUp, toUpLeft] = [
        Math.abs(up - upLeft),
        Math.abs(left - upLeft),
        Math.abs(left + up - 2 * upLeft),
      ];
      if (toLeft <= toUp && toLeft <= toUpLeft) return left;
      return toUp <= toUpLeft ? up : upLeft;
    }
    default:
      return 0;
  }
}

function colourAt({ pixels, channels }: Image, pixel: number): number {
  return pixels.readUIntBE(pixel * channels, 3);
}

/** The most frequent colour of each of the most frequent kinds of colour. */
function commonColours(image: Image): number[] {
  const kinds = new Map<number, Map<number, number>>();
  for (let pixel = 0; pixel < image.width * image.height; pixel += 1) {
    const colour = colourAt(image, pixel);
    const shift = 8 - BITS;
    const kind =
      ((colour >> (16 + shift)) << (2 * BITS)) |
      (((colour >> (8 + shift)) & (2 ** BITS - 1)) << BITS) |
      ((colour >> shift) & (2 ** BITS - 1));
    const colours = kinds.get(kind) ?? new Map<number, number>();
    colours.set(colour, (colours.get(colour) ?? 0) + 1);
    kinds.set(kind, colours);
  }
  const ranked = [...kinds.values()].map((colours) => {
    const [[colour] = [0]] = [...colours].sort(([, a], [, b]) => b - a);
    return { colour, count: [...colours.values()].reduce((sum, count) => sum + count, 0) };
  });
  ranked.sort((a, b) => b.count - a.count);
  return ranked.slice(0, COLOURS).map(({ colour }) => colour);
}

/** One byte a pixel: the index of the nearest colour; each row after a byte that says it is not filtered. */
function indexPixels(image: Image, palette: readonly number[]): Buffer {
  const { width, height } = image;
  const nearest = new Map(palette.map((colour, index) => [colour, index]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const colour = colourAt(image, pixel);
    let index = nearest.get(colour);
    if (index === undefined) {
      index = indexOfNearest(colour, palette);
      nearest.set(colour, index);
    }
    rows[Math.floor(pixel / width) + pixel + 1] = index;
  }
  return rows;
}

function indexOfNearest(colour: number, palette: readonly number[]): number {
  let [best, distance] = [0, Infinity];
  palette.forEach((candidate, index) => {
    const red = (candidate >> 16) - (colour >> 16);
    const green = ((candidate >> 8) & 255) - ((colour >> 8) & 255);
    const blue = (candidate & 255) - (colour & 255);
    const here = red * red + green * green + blue * blue;
    if (here < distance) [best, distance] = [index, here];
  });
  return best;
}
