import fc from "fast-check";
import { expect, test } from "vitest";

import { LineCutter } from "./lines";

type Cut = { text: string; endOffset: number };

function cut(bytes: Buffer, sizes: readonly number[], fromOffset = 0): Cut[] {
  const cutter = new LineCutter(fromOffset);
  const lines: Cut[] = [];
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    for (const { text, endOffset } of cutter.take(bytes.subarray(at, at + size)))
      lines.push({ text, endOffset });
    at = Math.min(bytes.length, at + size);
  }
  const last = cutter.end();
  return last ? [...lines, { text: last.text, endOffset: last.endOffset }] : lines;
}

const line = fc.string({ unit: "grapheme", maxLength: 30 }).map((text) => text.replaceAll("\n", ""));

test("however a file is cut into pieces, its lines are the same, with the offset behind each", () => {
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 80 }),
      fc.boolean(),
      (texts, sizes, endsWithNewline) => {
        const whole = texts.map((text) => `${text}\n`).join("");
        const bytes = Buffer.from(endsWithNewline ? whole : whole.slice(0, -1));
        let offset = 0;
        const expected = texts.flatMap((text, index) => {
          const isLast = index === texts.length - 1 && !endsWithNewline;
          offset += Buffer.byteLength(text) + (isLast ? 0 : 1);
          return text === "" ? [] : [{ text: Buffer.from(text).toString(), endOffset: offset }];
        });
        expect(cut(bytes, sizes)).toEqual(expected);
      },
    ),
    { numRuns: 500 },
  );
});

test("offsets count on from where reading began", () => {
  expect(cut(Buffer.from("{}\n[]"), [1], 100)).toEqual([
    { text: "{}", endOffset: 103 },
    { text: "[]", endOffset: 105 },
  ]);
});
