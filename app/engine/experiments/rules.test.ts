import fc from "fast-check";
import { mean, variance } from "simple-statistics";
import { describe, expect, test } from "vitest";

import { seededRandom } from "~/kit/seeded-random";

import { decideStanding, lookAt } from "./rules";
import { estimateLift, standardError } from "./rules/lift";
import { makeBinomial } from "./rules/resample";
import { neededPeople, visibleDifference } from "./rules/power";
import { decideVerdict, FEWEST_BUYERS, FEWEST_PEOPLE } from "./rules/verdict";
import { CONTROL, ExperimentSettingsSchema, TREATED } from "./schema";

const DEFAULTS = ExperimentSettingsSchema.parse({});
const off = { isOn: false, shareBp: 500 };
const standingOf = (n: number, settings = DEFAULTS, flowId = "f1") =>
  decideStanding({ shopId: "s1", flowId, customerId: `s1_${n}` }, settings);
const many = Array.from({ length: 20_000 }, (_, n) => n);

describe("decideStanding", () => {
  test("leaves 5 % out of everything and 5 % of the others out of the flow", () => {
    const standings = many.map((n) => standingOf(n).standing);
    const shareOf = (by: string) =>
      standings.filter((standing) => standing.kind === "held-out" && standing.by === by).length / many.length;
    expect(Math.abs(shareOf("global") - 0.05)).toBeLessThan(0.005);
    expect(Math.abs(shareOf("flow") - 0.0475)).toBeLessThan(0.005);
  });

  test("tells the same of a person every time, and leaves the same people out of everything in every flow", () => {
    const globally = (flowId: string) =>
      many.filter((n) => {
        const { standing } = standingOf(n, DEFAULTS, flowId);
        return standing.kind === "held-out" && standing.by === "global";
      });
    expect(globally("f1")).toEqual(globally("f2"));
  });

  test("counts who is left out of everything in no flow's own comparison", () => {
    const globals = many.map((n) => standingOf(n)).filter(({ exposures }) => exposures[0]?.arm === CONTROL);
    expect(globals.every(({ exposures }) => exposures.length === 1)).toBe(true);
  });

  test("treats everybody and compares nobody when both are off", () => {
    for (const n of many.slice(0, 500)) {
      expect(standingOf(n, { ...DEFAULTS, global: off, flow: off })).toEqual({
        standing: { kind: "treated" },
        exposures: [],
      });
    }
  });

  test("compares by flow alone when the global one is off", () => {
    const { exposures } = standingOf(1, { ...DEFAULTS, global: off });
    expect(exposures.map(({ experimentKey }) => experimentKey)).toEqual(["flow:f1"]);
    expect([CONTROL, TREATED]).toContain(exposures[0]?.arm);
  });
});

describe("lookAt", () => {
  test.each([
    { through: "2026-02", look: null, next: "2026-03" },
    { through: "2026-03", look: { number: 1, toMonth: "2026-03" }, next: "2026-04" },
    { through: "2026-04", look: { number: 2, toMonth: "2026-04" }, next: "2026-06" },
    { through: "2026-05", look: { number: 2, toMonth: "2026-04" }, next: "2026-06" },
    { through: "2026-06", look: { number: 3, toMonth: "2026-06" }, next: "2026-10" },
    { through: "2027-02", look: { number: 4, toMonth: "2026-10" }, next: "2027-06" },
  ])(
    "with people through until $through the look is $look and the next is of $next",
    ({ through, look, next }) => {
      const asked = lookAt("2026-03", through);
      expect(asked.nextMonth).toBe(next);
      if (look === null) expect(asked.look).toBeNull();
      else expect(asked.look).toMatchObject({ fromMonth: "2026-03", ...look });
    },
  );

  test("all looks together are wrong in at most 5 %", () => {
    let chance = 0;
    for (let months = 1; months <= 4_096; months *= 2) {
      const through = `${2026 + Math.floor((months - 1) / 12)}-${String(((months - 1) % 12) + 1).padStart(2, "0")}`;
      chance += 1 - (lookAt("2026-01", through).look?.confidence ?? 1);
    }
    expect(chance).toBeLessThanOrEqual(0.05);
    expect(chance).toBeGreaterThan(0.045);
  });
});

describe("estimateLift", () => {
  test("is the difference of the means, within its bounds, and the same for the same seed", () => {
    const arms = { treated: [0, 300, 600, 0], control: [100, 0, 200, 0, 0] };
    const once = estimateLift(arms, { seed: "x", confidence: 0.95 });
    expect(once.difference).toBe(225 - 60);
    expect(estimateLift(arms, { seed: "x", confidence: 0.95 })).toEqual(once);
  });

  test("of people who all brought the same has no width", () => {
    const arms = { treated: [500, 500, 500], control: [200, 200] };
    expect(estimateLift(arms, { seed: "x", confidence: 0.95 }).interval).toEqual({ low: 300, high: 300 });
  });

  test("of arms of which one brought nothing still has bounds", () => {
    const arms = { treated: [500, 0, 300, 0], control: [0, 0, 0] };
    const { low, high } = estimateLift(arms, { seed: "x", confidence: 0.95 }).interval;
    expect(low).toBeLessThan(200);
    expect(high).toBeGreaterThan(200);
  });

  test("is wider the surer it has to be", () => {
    const arms = { treated: [0, 300, 600, 0, 900], control: [100, 0, 200, 0, 0] };
    const width = (confidence: number) => {
      const { low, high } = estimateLift(arms, { seed: "x", confidence }).interval;
      return high - low;
    };
    expect(width(0.99)).toBeGreaterThan(width(0.8));
  });

  test.each([
    { treated: [], control: [1] },
    { treated: [1], control: [] },
  ])("refuses an arm without people", (arms) => {
    expect(() => estimateLift(arms, { seed: "x", confidence: 0.95 })).toThrow(RangeError);
  });
});

describe("makeBinomial", () => {
  test.each([
    { n: 150, p: 0.25 },
    { n: 20_000, p: 0.02 },
    { n: 10, p: 0.9 },
  ])("draws as often as chance $p of $n says", ({ n, p }) => {
    const draw = makeBinomial(n, p, seededRandom("binomial"));
    const drawn = Array.from({ length: 20_000 }, () => draw());
    const average = mean(drawn);
    expect(Math.abs(average - n * p)).toBeLessThan(4 * Math.sqrt((n * p * (1 - p)) / 20_000));
    expect(variance(drawn) / (n * p * (1 - p))).toBeGreaterThan(0.95);
    expect(variance(drawn) / (n * p * (1 - p))).toBeLessThan(1.05);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(n);
  });

  test.each([
    { p: 0, expected: 0 },
    { p: 1, expected: 7 },
  ])("with a chance of $p draws $expected of 7", ({ p, expected }) => {
    expect(makeBinomial(7, p, seededRandom("edge"))()).toBe(expected);
  });
});

describe("power", () => {
  test("needs as many people as the textbook says", () => {
    // Two equal arms, a difference of half a standard deviation, 95 %, 80 %: 63 in each.
    const wish = { deviation: 10, difference: 5, ratio: 1, confidence: 0.95 };
    expect(neededPeople(wish)).toBe(63);
    expect(Math.abs(neededPeople({ ...wish, ratio: 19 }) - 34)).toBeLessThanOrEqual(1);
  });

  test("the difference that is visible with n people needs n people", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 5_000 }),
        fc.double({ min: 1, max: 1_000, noNaN: true }),
        (n, deviation) => {
          const difference = visibleDifference(deviation * Math.sqrt(2 / n), 0.95);
          const needed = neededPeople({ deviation, difference, ratio: 1, confidence: 0.95 });
          expect(Math.abs(needed - n)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test.each([
    { difference: 0, ratio: 1 },
    { difference: 1, ratio: 0 },
  ])("refuses %o", (wrong) => {
    expect(() => neededPeople({ deviation: 1, confidence: 0.95, ...wrong })).toThrow(RangeError);
  });

  test("the standard error shrinks with the root of the people", () => {
    const arm = [0, 10, 20, 30];
    const four = Array.from({ length: 4 }, () => arm).flat();
    const once = standardError({ treated: arm, control: arm });
    expect(standardError({ treated: four, control: four })).toBeCloseTo(once / 2, 1);
  });
});

describe("decideVerdict", () => {
  const arm = (people: number, buyers: number, value: number) =>
    Array.from({ length: people }, (_, at) => (at < buyers ? value : 0));
  const verdict = (treated: number[], control: number[]) =>
    decideVerdict({ treated, control }, { seed: "x", confidence: 0.95 });

  test.each([
    { people: FEWEST_PEOPLE - 1, buyers: FEWEST_BUYERS, expected: "too-few-people" },
    { people: FEWEST_PEOPLE, buyers: FEWEST_BUYERS - 1, expected: "too-few-buyers" },
  ])("says nothing with $people people and $buyers buyers", ({ people, buyers, expected }) => {
    expect(verdict(arm(1_000, 500, 100), arm(people, buyers, 100))).toMatchObject({
      kind: "not-enough-data",
      why: expected,
    });
  });

  test("says something with just enough of both", () => {
    expect(verdict(arm(1_000, 500, 100), arm(FEWEST_PEOPLE, FEWEST_BUYERS, 100))).toMatchObject({
      kind: "lift",
    });
  });

  test("counts a lift as what it brings over all who were treated", () => {
    expect(verdict(arm(1_000, 500, 100), arm(200, 50, 100))).toMatchObject({
      kind: "lift",
      treatedMeanMinor: 50,
      controlMeanMinor: 25,
      incrementalMinor: 25_000,
    });
  });

  test("tells of a drop as plainly as of a lift", () => {
    expect(verdict(arm(1_000, 200, 100), arm(500, 300, 100))).toMatchObject({ kind: "drop" });
  });

  test("sees no difference where there is none", () => {
    expect(verdict(arm(1_000, 300, 100), arm(1_000, 300, 100))).toMatchObject({ kind: "no-difference" });
  });
});
