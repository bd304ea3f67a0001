import { describe, expect, test } from "vitest";

import { atLeastTimes, atMost, figure, rounded } from "./result";
import { formatNumber, formatResults, formatTable } from "./table";

const measured = (value: number) => ({ name: "ours", value, unit: "/s" });
const peer = { name: "peer", value: 100, unit: "/s" };

describe("a goal", () => {
  test.each([
    [2_999, false],
    [3_000, true],
    [3_001, true],
  ])("of 30 times 100 with %i: %s", (value, ok) => {
    expect(atLeastTimes(measured(value), peer, 30)).toMatchObject({
      against: "peer",
      ratio: value / 100,
      goal: 30,
      ok,
    });
  });

  test.each([
    [199, true],
    [200, true],
    [201, false],
  ])("of at most 200 with %i: %s", (value, ok) => expect(atMost(measured(value), 200).ok).toBe(ok));
});

test("numbers of the JSON line keep four digits", () => {
  const report = {
    bench: "x",
    results: [atLeastTimes(measured(1234.5678), peer, 30), figure(measured(0.123456))],
  };
  expect(rounded(report).results.map(({ value, ratio }) => [value, ratio])).toEqual([
    [1235, 12.35],
    [0.1235, null],
  ]);
});

test.each([
  [12_345.6, "12,346"],
  [12.345, "12.3"],
  [0.1284, "0.13"],
])("%d is shown as %s", (value, shown) => expect(formatNumber(value)).toBe(shown));

test("a table has its names to the left and its figures to the right", () => {
  expect(
    formatTable(
      ["server", "n"],
      [
        ["peer", "7"],
        ["ours", "1,234"],
      ],
    ).split("\n"),
  ).toEqual(["server       n", "──────   ─────", "peer         7", "ours     1,234"]);
});

test("a missed goal is called missed", () => {
  const text = formatResults([atMost(measured(201), 200), atMost(measured(7), 25), figure(measured(5))]);
  expect(text).toMatch(/201 .*≤ 200 +MISSED\n.*7\.00 .*≤ 25 +reached\n.*5\.00 +\/s$/);
});
