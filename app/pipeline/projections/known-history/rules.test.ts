import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { orderNumberOf } from "./order-number";
import { gapsBefore, leftOutOf, reachBack, type Span } from "./rules";

const on = (day: string) => new Date(`${day}T12:00:00Z`);
const span = (
  from: string,
  to: string,
  [first, last]: [number | null, number | null] = [null, null],
): Span => ({
  firstAt: on(from),
  firstNumber: first,
  lastAt: on(to),
  lastNumber: last,
});
const KNOWN = { at: on("2026-01-01"), number: 5_000 };

describe("known history", () => {
  test("goes back with a file that overlaps it, up to the very same moment", () => {
    expect(reachBack(KNOWN, [span("2024-01-01", "2026-02-01")]).at).toEqual(on("2024-01-01"));
    expect(reachBack(KNOWN, [span("2024-01-01", "2026-01-01")]).at).toEqual(on("2024-01-01"));
  });

  test("goes back with a file whose newest order has the number right before", () => {
    expect(reachBack(KNOWN, [span("2024-01-01", "2025-12-20", [4_000, 4_999])]).at).toEqual(on("2024-01-01"));
    expect(reachBack(KNOWN, [span("2024-01-01", "2025-12-31", [4_000, 4_998])]).at).toEqual(KNOWN.at);
    expect(reachBack(KNOWN, [span("2024-01-01", "2025-12-31")]).at).toEqual(KNOWN.at);
  });

  test("goes back file by file, in whatever order they were imported", () => {
    const years = [
      span("2023-01-02", "2023-12-30", [1_001, 2_000]),
      span("2025-01-03", "2025-12-31", [3_001, 4_999]),
      span("2024-01-05", "2024-12-29", [2_001, 3_000]),
    ];
    expect(reachBack(KNOWN, years)).toEqual({ at: on("2023-01-02"), number: 1_001 });
  });

  test("never goes forward, and the order of the files never matters", () => {
    const spans = fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 200 }))
        .map(([start, length]): Span => {
          const at = (days: number) => new Date(KNOWN.at.getTime() - 86_400_000 * (400 - days));
          return { firstAt: at(start), firstNumber: null, lastAt: at(start + length), lastNumber: null };
        }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(spans, (files) => {
        const { at } = reachBack(KNOWN, files);
        expect(at.getTime()).toBeLessThanOrEqual(KNOWN.at.getTime());
        expect(reachBack(KNOWN, files.toReversed()).at).toEqual(at);
        expect(reachBack(reachBack(KNOWN, files), files).at).toEqual(at);
      }),
    );
  });
});

describe("gaps", () => {
  const gaps = (spans: Span[]) => gapsBefore(KNOWN.at, { spans, zone: "UTC" });

  test("are the days between older files and what is known, the oldest first", () => {
    expect(gaps([span("2025-06-01", "2025-08-31"), span("2024-01-01", "2024-02-01")])).toEqual([
      { fromOn: "2024-02-01", toOn: "2025-05-31" },
      { fromOn: "2025-08-31", toOn: "2025-12-31" },
    ]);
  });

  test("are none where files overlap, or lie within what is known", () => {
    expect(gaps([])).toEqual([]);
    expect(gaps([span("2026-01-05", "2026-02-01")])).toEqual([]);
    expect(gaps([span("2025-06-01", "2026-01-10"), span("2025-01-01", "2025-07-01")])).toEqual([]);
  });
});

describe("orders that files had and we have not", () => {
  const file = (from: string | null, to: string | null, leftOutCount: number) => ({
    ...{ firstAt: from === null ? null : on(from), lastAt: to === null ? null : on(to) },
    leftOutCount,
  });

  test("are those of all files, and of one loaded again those of the later", () => {
    const [old, young] = [file("2024-01-01", "2024-12-31", 2), file("2025-01-01", "2025-12-31", 3)];
    expect(leftOutOf([])).toBe(0);
    expect(leftOutOf([old, young])).toBe(5);
    expect(leftOutOf([old, young, file("2024-01-01", "2024-12-31", 0)])).toBe(3);
    expect(leftOutOf([file("2024-01-01", "2024-12-31", 0), old])).toBe(2);
    expect(leftOutOf([old, young, file("2023-01-01", "2026-01-01", 1)])).toBe(1);
  });

  test("stay where a later file does not reach as far, or none of a file could be read", () => {
    expect(leftOutOf([file("2024-01-01", "2024-12-31", 2), file("2024-01-01", "2024-12-30", 0)])).toBe(2);
    expect(leftOutOf([file(null, null, 2), file("2024-01-01", "2024-12-31", 0)])).toBe(2);
  });
});

test.each([
  ["#1001", 1_001],
  ["EN1001-B", 1_001],
  ["1001", 1_001],
  ["2024/77", 77],
  ["#", null],
  ["A-12345678901234", null],
])("the number of order %s is %s", (name, expected) => {
  expect(orderNumberOf(name)).toBe(expected);
});
