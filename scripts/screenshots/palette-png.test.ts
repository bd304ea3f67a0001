import { crc32, deflateSync, inflateSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import { toPalettePng } from "./palette-png";

/** A PNG as Chromium writes it, from rows that each begin with their filter. */
function png({ width, rows, kind = 2 }: { width: number; rows: number[][]; kind?: number }): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rows.length, 4);
  header.set([8, kind, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.from(rows.flat()));
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** What a viewer would show: the colours of all pixels, row by row. */
function coloursOf(image: Buffer): string[] {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < image.length; at += image.readUInt32BE(at) + 12) {
    const end = at + 8 + image.readUInt32BE(at);
    chunks.set(image.toString("latin1", at + 4, at + 8), image.subarray(at + 8, end));
    expect(image.readUInt32BE(end)).toBe(crc32(image.subarray(at + 4, end)));
  }
  const palette = chunks.get("PLTE") ?? Buffer.alloc(0);
  const width = image.readUInt32BE(16);
  const rows = inflateSync(chunks.get("IDAT") ?? Buffer.alloc(0));
  return [...rows]
    .filter((_, at) => at % (width + 1) !== 0)
    .map((index) => palette.toString("hex", 3 * index, 3 * index + 3));
}

describe("a screenshot with few colours", () => {
  test("keeps every one of them, whichever filter its rows were written with", () => {
    const image = png({
      width: 2,
      rows: [
        [0, 10, 20, 30, 200, 100, 50],
        [1, 10, 20, 30, 190, 80, 20],
        [2, 0, 0, 0, 0, 0, 0],
        [3, 5, 10, 15, 95, 40, 10],
        [4, 0, 0, 0, 0, 0, 0],
      ],
    });
    expect(coloursOf(toPalettePng(image))).toEqual(Array(5).fill(["0a141e", "c86432"]).flat());
  });

  test("loses its alpha channel, which says nothing on a page", () => {
    const image = png({ width: 1, kind: 6, rows: [[0, 255, 0, 0, 255]] });
    expect(coloursOf(toPalettePng(image))).toEqual(["ff0000"]);
  });
});

test("with more than 256 colours the rare ones become their nearest neighbour", () => {
  const row = Array.from({ length: 2_048 }, (_, x) => [x >> 3, 255 - (x >> 3), x % 256]).flat();
  const shown = coloursOf(toPalettePng(png({ width: 2_048, rows: [[0, ...row]] })));
  expect(new Set(shown).size).toBeLessThanOrEqual(256);
  shown.forEach((colour, x) => {
    expect(Math.abs(parseInt(colour.slice(0, 2), 16) - (x >> 3))).toBeLessThan(40);
  });
});

test("what is no such PNG is refused", () => {
  expect(() => toPalettePng(Buffer.from("GIF89a, and more"))).toThrow("not a PNG");
  expect(() => toPalettePng(png({ width: 1, kind: 0, rows: [[0, 7]] }))).toThrow("expected 8 bits of RGB");
});
