import { describe, expect, test } from "vitest";

import { assignArm, isHeldOut, murmur32 } from "./assign-arm";

const PLACE = { shopId: "s1", experimentKey: "f1|split1" };
const PEOPLE = Array.from({ length: 20_000 }, (_, index) => `s1_${5_400_000_000 + index}`);
const HALVES = [
  { key: "a", weight: 1 },
  { key: "b", weight: 1 },
];

/** Pearson's chi-square of counts against equal ones. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe("the hash", () => {
  // Reference: MurmurHash3_x86_32 of the UTF-16LE bytes with seed 0.
  test.each([
    ["", 0],
    ["hello", 3_619_887_497],
    ["s1|f1|split1|s1_1", 4_004_337_293],
  ])("of %j is %i, always", (text, expected) => expect(murmur32(text)).toBe(expected));

  test("spreads people with neighbouring numbers evenly over 100 buckets", () => {
    const counts = Array.from({ length: 100 }, () => 0);
    for (const person of PEOPLE) {
      const bucket = murmur32(person) % 100;
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    // 99 degrees of freedom: above 148.2 once in a thousand.
    expect(chiSquare(counts)).toBeLessThan(148.2);
  });
});

describe("arms", () => {
  test("are the same for the same person, and get people in proportion to their weights", () => {
    const arms = [
      { key: "a", weight: 1 },
      { key: "b", weight: 2 },
      { key: "c", weight: 7 },
    ];
    const counts: Record<string, number> = { a: 0, b: 0, c: 0 };
    for (const person of PEOPLE) {
      const { key } = assignArm(PLACE, person, arms);
      counts[key] = (counts[key] ?? 0) + 1;
      expect(assignArm(PLACE, person, arms).key).toBe(key);
    }
    for (const { key, weight } of arms) {
      const expected = (PEOPLE.length * weight) / 10;
      expect(Math.abs((counts[key] ?? 0) - expected)).toBeLessThan(
        3.3 * Math.sqrt(expected * (1 - weight / 10)),
      );
    }
  });

  test("of one step say nothing of those of another", () => {
    const counts = [0, 0, 0, 0];
    for (const person of PEOPLE) {
      const first = assignArm(PLACE, person, HALVES).key === "a" ? 0 : 1;
      const second = assignArm({ ...PLACE, experimentKey: "f1|split2" }, person, HALVES).key === "a" ? 0 : 2;
      counts[first + second] = (counts[first + second] ?? 0) + 1;
    }
    expect(chiSquare(counts)).toBeLessThan(16.3);
  });

  test("without a weight are refused", () => {
    expect(() => assignArm(PLACE, "s1_1", [{ weight: 0 }])).toThrow(
      /weights above zero, got a sum of 0 in f1\|split1/,
    );
  });
});

describe("a holdout", () => {
  test.each([
    [0, 0],
    [500, 0.05],
    [5_000, 0.5],
    [10_000, 1],
  ])("of %i basis points keeps that share of people out", (shareBp, share) => {
    const count = PEOPLE.filter((person) => isHeldOut(PLACE, person, shareBp)).length;
    const slack = 3.3 * Math.sqrt(PEOPLE.length * share * (1 - share));
    expect(Math.abs(count - PEOPLE.length * share)).toBeLessThanOrEqual(slack);
  });

  test("that grows keeps out whom it kept out before", () => {
    const small = PEOPLE.filter((person) => isHeldOut(PLACE, person, 500));
    expect(small.filter((person) => !isHeldOut(PLACE, person, 600))).toEqual([]);
  });
});
