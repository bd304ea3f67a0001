import { expect, test } from "vitest";

import { stepsTo } from "./steps";

test.each([
  ["2026-08-24", "day", 92],
  ["2026-08-23", "week", 15],
  ["2024-09-15", "week", 116],
  ["2024-09-14", "month", 27],
])("from %s to 2026-11-23 is told by the %s: %i periods", (from, step, count) => {
  const steps = stepsTo("2026-11-23", from);
  expect(steps.step).toBe(step);
  expect(steps.periods).toHaveLength(count);
  expect(steps.periods[0]?.from).toBe(from);
});

test("one day is one period, and not over", () => {
  expect(stepsTo("2026-11-23", "2026-11-23").periods).toEqual([
    { from: "2026-11-23", to: "2026-11-23", isRunning: true },
  ]);
});
