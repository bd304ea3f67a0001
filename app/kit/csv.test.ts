import { expect, test } from "vitest";

import { toCsv } from "./csv";

test("cells with quotes, commas and line breaks are quoted, and an empty one is empty", () => {
  expect(toCsv([["a", 'b "c"', "d,e", "f\ng", null, 7]])).toBe('\ufeffa,"b ""c""","d,e","f\ng",,7\r\n');
});

test.each(["=1+1", "+48", "-x", "@sum", "\tx", "\nx", "＝1+1"])(
  "a cell that a spreadsheet would run is shown as text: %j",
  (cell) => {
    expect(toCsv([[cell]])).toContain(`'${cell}`);
  },
);

test.each([
  ["Ada;=1+1", `"Ada;'=1+1"`],
  ["Ada; @sum(1)", `"Ada; '@sum(1)"`],
  ["Ada\n-1", `"Ada\n'-1"`],
  ['Ada;"=1+1', `"Ada;""'=1+1"`],
  ["a; b", `"a; b"`],
  ["2026-03-01;x-y", `"2026-03-01;x-y"`],
])("where cells end with a semicolon, too: %j", (cell, written) => {
  expect(toCsv([[cell]])).toBe(`\ufeff${written}\r\n`);
});

test("numbers are never taken for formulas", () => {
  expect(toCsv([[-5]])).toBe("\ufeff-5\r\n");
});
