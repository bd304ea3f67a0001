import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { assignArm } from "./assign-arm";

const HOLDOUT = [
  { key: "control", weight: 500 },
  { key: "treated", weight: 9_500 },
];
const THIRDS = ["a", "b", "c"].map((key) => ({ key, weight: 1 }));

/** Pearson's statistic of counts against equal shares. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

const countsOf = (keys: readonly string[]) => {
  const counts = new Map(THIRDS.map(({ key }) => [key, 0]));
  for (const key of keys) {
    const arm = assignArm(key, THIRDS);
    counts.set(arm, (counts.get(arm) ?? 0) + 1);
  }
  return [...counts.values()];
};

describe("assignArm", () => {
  test("gives the same arm for the same key, for good", () => {
    expect(["1", "2", "3", "4", "5", "6"].map((id) => assignArm(`s1:global:s1_${id}`, THIRDS))).toEqual(
      ["1", "2", "3", "4", "5", "6"].map((id) => assignArm(`s1:global:s1_${id}`, THIRDS)),
    );
    // Written down: a change of the hash would move everybody to another arm.
    expect(["7001", "7002", "7003"].map((id) => assignArm(`s1:flow:f1:s1_${id}`, THIRDS))).toMatchInlineSnapshot(`
      [
        "a",
        "c",
        "c",
      ]
    `);
  });

  test("gives only arms there are, and none of weight 0", () => {
    const arms = [{ key: "off", weight: 0 }, ...THIRDS];
    fc.assert(
      fc.property(fc.string(), (key) => {
        expect(["a", "b", "c"]).toContain(assignArm(key, arms));
      }),
    );
  });

  test.each([
    { name: "numbers in a row", keyOf: (n: number) => `s1:global:s1_${7_000_000_000_000 + n}` },
    { name: "short numbers", keyOf: (n: number) => String(n) },
    { name: "one number in many experiments", keyOf: (n: number) => `s1:flow:${n}:s1_1` },
    { name: "letters of other alphabets", keyOf: (n: number) => `ż${String.fromCharCode(0x400 + (n % 200))}${n}` },
  ])("spreads $name evenly", ({ keyOf }) => {
    const counts = countsOf(Array.from({ length: 60_000 }, (_, n) => keyOf(n)));
    // 13.8 is passed by chance once in a thousand times (two degrees of freedom).
    expect(chiSquare(counts)).toBeLessThan(13.8);
  });

  test("keeps to the weights: 5 % stay out", () => {
    const control = Array.from({ length: 100_000 }, (_, n) => assignArm(`s1:global:${n}`, HOLDOUT)).filter(
      (arm) => arm === "control",
    ).length;
    expect(control / 100_000).toBeGreaterThan(0.0475);
    expect(control / 100_000).toBeLessThan(0.0525);
  });

  test("falls independently in two experiments", () => {
    let both = 0;
    for (let n = 0; n < 90_000; n += 1) {
      if (assignArm(`s1:x:${n}`, THIRDS) === "a" && assignArm(`s1:y:${n}`, THIRDS) === "a") both += 1;
    }
    expect(both / 90_000).toBeGreaterThan(1 / 9 - 0.005);
    expect(both / 90_000).toBeLessThan(1 / 9 + 0.005);
  });

  test.each([
    { name: "no arm", arms: [] },
    { name: "only arms of weight 0", arms: [{ key: "a", weight: 0 }] },
    { name: "a negative weight", arms: [{ key: "a", weight: -1 }] },
    { name: "a weight that is no number", arms: [{ key: "a", weight: Number.NaN }] },
  ])("refuses $name", ({ arms }) => {
    expect(() => assignArm("x", arms)).toThrow(RangeError);
  });
});
