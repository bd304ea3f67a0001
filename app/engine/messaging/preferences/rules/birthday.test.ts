import { expect, test } from "vitest";

import { readBirthday } from "./birthday";

test.each([
  ["", "", null],
  ["1", "1", "01-01"],
  ["31", "12", "12-31"],
  ["29", "2", "02-29"],
  ["30", "2", "not-a-day"],
  ["31", "4", "not-a-day"],
  ["30", "4", "04-30"],
  ["0", "4", "not-a-day"],
  ["4", "0", "not-a-day"],
  ["4", "13", "not-a-day"],
  ["4", "", "not-a-day"],
  ["", "4", "not-a-day"],
  ["1e1", "4", "not-a-day"],
  ["-4", "4", "not-a-day"],
] as const)("day %j and month %j are %j", (day, month, expected) => {
  expect(readBirthday(day, month)).toEqual(expected === "not-a-day" ? expected : { on: expected });
});
