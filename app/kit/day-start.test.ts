import fc from "fast-check";
import { expect, test } from "vitest";

import { startOfDay } from "./day-start";
import { addDays, dayIn } from "./zone";

test.each([
  ["Europe/Warsaw", "2026-07-01", "2026-06-30T22:00:00.000Z"],
  ["Europe/Warsaw", "2026-01-01", "2025-12-31T23:00:00.000Z"],
  ["Pacific/Kiritimati", "2026-01-01", "2025-12-31T10:00:00.000Z"],
  ["Etc/GMT+12", "2026-01-01", "2026-01-01T12:00:00.000Z"],
  ["UTC", "2026-02-28", "2026-02-28T00:00:00.000Z"],
])("in %s %s begins at %s", (zone, day, expected) => {
  expect(startOfDay(zone, day).toISOString()).toBe(expected);
});

test("where clocks skip midnight the day begins at one o'clock", () => {
  expect(startOfDay("Asia/Beirut", "2026-03-29").toISOString()).toBe("2026-03-28T22:00:00.000Z");
});

test("an instant is on or after a day exactly when it is not before the day's start", () => {
  const zones = ["Europe/Warsaw", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 800 }),
      fc.integer({ min: -50, max: 50 }),
      (zone, offset, hours) => {
        const day = addDays("2025-01-01", offset);
        const start = startOfDay(zone, day);
        const instant = new Date(start.getTime() + hours * 1_800_000);
        return dayIn(zone, instant) >= day === instant >= start;
      },
    ),
  );
});
