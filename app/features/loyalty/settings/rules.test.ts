import { describe, expect, test } from "vitest";

import { isActive, parseSettings } from "./rules";
import { LoyaltySettingsSchema } from "./schema";

const REWARD = { id: "r", title: "Five off", kind: "amount", costPoints: 500, valueMinor: 500 };

function problems(input: unknown) {
  const parsed = parseSettings(input);
  return parsed.ok ? [] : parsed.problems;
}

describe("what is wrong is told with its place, its value and what is allowed", () => {
  test.each<[string, unknown, object]>([
    [
      "a range",
      { holdingDays: 366 },
      { path: "holdingDays", code: "out-of-range", params: { value: 366, min: 0, max: 365 } },
    ],
    [
      "a half point",
      { order: { points: 1.5 } },
      { path: "order.points", code: "not-whole", params: { value: 1.5, min: 1, max: 1_000_000 } },
    ],
    [
      "a day",
      { endsOn: "31.12.2026" },
      { path: "endsOn", code: "not-a-day", params: { value: "31.12.2026" } },
    ],
    [
      "a reward for nothing",
      { rewards: [{ ...REWARD, costPoints: 0 }] },
      { path: "rewards.0.costPoints", code: "out-of-range", params: { value: 0, min: 1, max: 1_000_000 } },
    ],
    [
      "a reward worth nothing",
      { rewards: [{ ...REWARD, valueMinor: null }] },
      { path: "rewards.0.valueMinor", code: "missing" },
    ],
    [
      "two of one name",
      { rewards: [REWARD, REWARD] },
      { path: "rewards.1.id", code: "id-taken", params: { value: "r" } },
    ],
    [
      "a least number that is no step",
      { rewards: [{ ...REWARD, incremental: { stepPoints: 100, minPoints: 150, valuePerStepMinor: 100 } }] },
      { path: "rewards.0.incremental.minPoints", code: "not-a-step" },
    ],
    [
      "steps of a percentage",
      {
        rewards: [
          {
            ...REWARD,
            kind: "percentage",
            percentBp: 500,
            incremental: { stepPoints: 1, minPoints: 1, valuePerStepMinor: 1 },
          },
        ],
      },
      { path: "rewards.0.incremental", code: "not-incremental" },
    ],
    [
      "a period that ends before it begins",
      { multipliers: { periods: [{ fromOn: "2026-03-02", toOn: "2026-03-01", factorBp: 20_000 }] } },
      { path: "multipliers.periods.0.toOn", code: "ends-before-it-begins", params: { value: "2026-03-01" } },
    ],
    ["nonsense", { rewards: 7 }, { path: "rewards", code: "unreadable" }],
  ])("%s", (_name, input, expected) => {
    expect(problems(input)).toEqual([expect.objectContaining(expected)]);
  });
});

describe("a rule that pays more than the order's value warns before it is saved", () => {
  const warnings = (input: object) => {
    const parsed = parseSettings(input);
    return parsed.ok ? parsed.warnings : null;
  };

  test.each([
    [29, null],
    [30, "pays-much"],
    [99, "pays-much"],
    [100, "pays-more-than-order"],
  ])("with %i %% back", (points, code) => {
    const found = warnings({ order: { points, perMinor: 100 }, rewards: [REWARD], hundredPointsMinor: 0 });
    expect(found?.[0]?.code ?? null).toBe(code);
  });

  test("the best tier, goods and period together are what counts", () => {
    const multipliers = {
      tiers: [{ tier: "Gold", factorBp: 50_000 }],
      goods: [{ by: "type", value: "Tea", factorBp: 50_000 }],
      periods: [{ fromOn: "2026-01-01", toOn: "2026-12-31", factorBp: 40_000 }],
    };
    expect(warnings({ order: { points: 1 }, rewards: [REWARD], multipliers })).toEqual([
      { path: "multipliers", code: "pays-more-than-order", params: { percent: 100, reward: "Five off" } },
    ]);
  });

  test("rewards that are off, and percentages, have no known worth", () => {
    const rewards = [
      { ...REWARD, isOn: false, costPoints: 1 },
      { id: "p", title: "Half off", kind: "percentage", costPoints: 1, percentBp: 5_000 },
    ];
    expect(warnings({ order: { points: 10 }, rewards, hundredPointsMinor: 0 })).toEqual([]);
  });
});

test.each([
  [{ isEnabled: true }, true],
  [{ isEnabled: false }, false],
  [{ isEnabled: true, endsOn: "2026-03-01" }, false],
  [{ isEnabled: true, endsOn: "2026-03-02" }, true],
])("on 2 March a programme with %j is active: %s", (input, expected) => {
  expect(isActive(LoyaltySettingsSchema.parse(input), "2026-03-02")).toBe(expected);
});
