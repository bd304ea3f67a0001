import { expect, test } from "vitest";

import { toCsv } from "./csv";

test("cells with quotes, commas and line breaks are quoted, and an empty one is empty", () => {
  expect(toCsv([["a", 'b "c"', "d,e", "f\ng", null, 7]])).toBe('\ufeffa,"b ""c""","d,e","f\ng",,7\r\n');
});

test.each(["=1+1", "+48", "-x", "@sum", "\tx"])(
  "a cell that a spreadsheet would run is shown as text: %j",
  (cell) => {
    expect(toCsv([[cell]])).toContain(`'${cell}`);
  },
);

test("numbers are never taken for formulas", () => {
  expect(toCsv([[-5]])).toBe("\ufeff-5\r\n");
});
