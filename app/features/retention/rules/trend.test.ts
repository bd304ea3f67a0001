import { expect, test } from "vitest";

import { buildTrend } from "./trend";

const day = (day: string, orderCount = 1) => ({ day, orderCount, netMinor: orderCount * 100 });

test("up to 92 days are told day by day, without gaps, the last one running", () => {
  const { step, points } = buildTrend([day("2026-11-22", 3)], { from: "2026-11-21", today: "2026-11-23" });
  expect(step).toBe("day");
  expect(points.map(({ from, orderCount, isRunning }) => [from, orderCount, isRunning])).toEqual([
    ["2026-11-21", 0, false],
    ["2026-11-22", 3, false],
    ["2026-11-23", 0, true],
  ]);
});

test("from 93 days on, weeks begin on Monday; the first and the running one are cut", () => {
  expect(buildTrend([], { from: "2026-08-24", today: "2026-11-23" }).step).toBe("day");
  const { step, points } = buildTrend([day("2026-08-23"), day("2026-08-24"), day("2026-08-30")], {
    from: "2026-08-22",
    today: "2026-11-24",
  });
  expect(step).toBe("week");
  expect(points[0]).toMatchObject({ from: "2026-08-22", to: "2026-08-23", orderCount: 1 });
  expect(points[1]).toMatchObject({ from: "2026-08-24", to: "2026-08-30", orderCount: 2, netMinor: 200 });
  expect(points.at(-1)).toMatchObject({ from: "2026-11-23", to: "2026-11-24", isRunning: true });
});

test("years are told month by month", () => {
  const { step, points } = buildTrend([day("2024-02-29")], { from: "2024-01-15", today: "2026-11-23" });
  expect(step).toBe("month");
  expect(points).toHaveLength(35);
  expect(points[1]).toMatchObject({ from: "2024-02-01", to: "2024-02-29", orderCount: 1 });
});

test("a closed period opens a closed list, the running one a list open at its end", () => {
  const { points } = buildTrend([], { from: "2026-11-22", today: "2026-11-23" });
  expect(points.map(({ drillTo }) => drillTo)).toEqual([
    "/app/dashboard/drill?from=2026-11-22&to=2026-11-22",
    "/app/dashboard/drill?from=2026-11-23",
  ]);
});

test("an order dated after today, by a clock that is ahead, counts in the running period as it does in its list", () => {
  const { points } = buildTrend([day("2026-11-24")], { from: "2026-11-22", today: "2026-11-23" });
  expect(points.at(-1)?.orderCount).toBe(1);
});
