import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Cell } from "./packed-rows";
import { edgesOf } from "./packed-rows";
import { RowPacker } from "./row-packer";

const COLUMNS = ["a", "shopId"] as const;
const cell = fc.option(fc.string({ unit: "binary", maxLength: 20 }), { nil: null });
const rows = fc.array(fc.record({ a: cell, shopId: cell }), { minLength: 1, maxLength: 30 });

function packed(given: readonly Record<string, Cell>[], isCopy: boolean) {
  const packer = new RowPacker("T", COLUMNS, isCopy);
  for (const row of given) packer.add(row);
  const taken = packer.take();
  expect(packer.take()).toBeNull();
  if (!taken) throw new Error("expected rows");
  return taken;
}

/** What a database can store of a text. */
const storable = (text: Cell) => text && text.replaceAll("\0", "").toWellFormed();

describe("packed rows", () => {
  test("hold every value one behind the other, in UTF-8, whatever is in it", () => {
    fc.assert(
      fc.property(rows, (given) => {
        const { bytes, ends, rowCount } = packed(given, false);
        expect(rowCount).toBe(given.length);
        let from = 0;
        const values = [...ends].map((end) => {
          if (end === -1) return null;
          const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(from, end));
          from = end;
          return text;
        });
        expect(values).toEqual(given.flatMap(({ a, shopId }) => [storable(a), storable(shopId)]));
      }),
    );
  });

  test("for COPY stand in lines, with what means something to it escaped", () => {
    const { bytes } = packed(
      [
        { a: "tab\tand\\line\nand\rŁ🎉", shopId: null },
        { a: "", shopId: "s1" },
      ],
      true,
    );
    expect(new TextDecoder().decode(bytes)).toBe("tab\\tand\\\\line\\nand\\rŁ🎉\t\\N\n\ts1\n");
  });

  test("tell the shop of the first and of the last row", () => {
    const of = (shops: string[]) =>
      edgesOf(
        packed(
          shops.map((shopId) => ({ a: "x", shopId })),
          true,
        ),
        "shopId",
      );
    expect(of(["s1"])).toEqual(["s1", "s1"]);
    expect(of(["s1", "s9", "s2"])).toEqual(["s1", "s2"]);
  });
});
