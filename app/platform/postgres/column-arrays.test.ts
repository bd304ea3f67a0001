import { expect, test } from "vitest";

import { toColumnArrays } from "./column-arrays.server";

const literalOf = (value: unknown) => toColumnArrays([{ value }], ["value"])[0];

test("each column is a literal of its own, in the order of the rows", () => {
  const rows = [
    { id: "a", n: 1 },
    { id: "b", n: 2 },
  ];
  expect(toColumnArrays(rows, ["n", "id"])).toEqual(["{1,2}", '{"a","b"}']);
  expect(toColumnArrays([], ["n"])).toEqual(["{}"]);
});

test.each([
  ["null", null, "{NULL}"],
  ["what is not there", undefined, "{NULL}"],
  ["the text NULL", "NULL", '{"NULL"}'],
  ["an empty text", "", '{""}'],
  ["signs of lists", "a,{b} ", '{"a,{b} "}'],
  ["quotes and backslashes", 'a"b\\c', '{"a\\"b\\\\c"}'],
  ["NUL", "a\u0000b", '{"ab"}'],
  ["half of a surrogate pair", "a\ud83d", '{"a\ufffd"}'],
  ["a whole pair", "\ud83d\ude00", '{"\ud83d\ude00"}'],
  ["a truth value", true, "{true}"],
  ["a long number", 9_007_199_254_740_993n, "{9007199254740993}"],
  ["what is no number", Number.NaN, "{NULL}"],
  ["an instant", new Date("2026-03-01T12:00:00.5Z"), '{"2026-03-01T12:00:00.500+00:00"}'],
])("%s", (_what, value, literal) => expect(literalOf(value)).toBe(literal));
