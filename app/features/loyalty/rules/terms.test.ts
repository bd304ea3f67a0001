import { expect, test } from "vitest";

import { endOf, lastDayOf, waitUntil } from "./terms";

const ZONE = "Europe/Warsaw";

test.each([
  ["2026-03-02T10:00:00Z", 12, "2027-03-02"],
  ["2026-03-02T23:30:00Z", 12, "2027-03-03"],
  ["2026-08-31T10:00:00Z", 6, "2027-02-28"],
  ["2027-08-31T10:00:00Z", 6, "2028-02-29"],
  ["2026-12-31T10:00:00Z", 1, "2027-01-31"],
])("points of %s that are good for %i months are good until %s", (from, months, lastDay) => {
  const end = endOf(new Date(from), { months, zone: ZONE });
  expect(end && lastDayOf(end, ZONE)).toBe(lastDay);
});

test("the last day ends with its midnight in the shop's zone, also where clocks change", () => {
  const end = endOf(new Date("2026-02-28T10:00:00Z"), { months: 1, zone: ZONE });
  expect(end?.toISOString()).toBe("2026-03-28T23:00:00.000Z");
  expect(endOf(new Date("2026-02-28T10:00:00Z"), { months: null, zone: ZONE })).toBeNull();
});

test("points wait for days of 24 hours, or not at all", () => {
  expect(waitUntil(new Date("2026-03-28T10:00:00Z"), 1)?.toISOString()).toBe("2026-03-29T10:00:00.000Z");
  expect(waitUntil(new Date("2026-03-28T10:00:00Z"), 0)).toBeNull();
});
