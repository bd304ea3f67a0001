import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, test } from "vitest";

import { addDays, addMonths, dayIn, monthIn, monthsBetween } from "./zone";

describe("the day of an instant", () => {
  test.each([
    ["23:30 in Warsaw is still today", "Europe/Warsaw", "2026-03-01T22:30:00Z", "2026-03-01"],
    ["half an hour later is tomorrow", "Europe/Warsaw", "2026-03-01T23:00:00Z", "2026-03-02"],
    ["one millisecond before midnight", "Europe/Warsaw", "2026-03-01T22:59:59.999Z", "2026-03-01"],
    ["before the clock goes forward", "Europe/Warsaw", "2026-03-29T00:59:59Z", "2026-03-29"],
    ["in summer midnight is an hour earlier", "Europe/Warsaw", "2026-03-29T22:00:00Z", "2026-03-30"],
    ["the hour that comes twice, first", "Europe/Warsaw", "2026-10-25T00:30:00Z", "2026-10-25"],
    ["the hour that comes twice, again", "Europe/Warsaw", "2026-10-25T01:30:00Z", "2026-10-25"],
    ["in winter midnight is back", "Europe/Warsaw", "2026-10-25T22:59:59Z", "2026-10-25"],
    ["a leap day", "America/New_York", "2028-03-01T04:59:59Z", "2028-02-29"],
    ["New Year is first on Kiritimati", "Pacific/Kiritimati", "2025-12-31T10:00:00Z", "2026-01-01"],
    ["and last in the far west", "Etc/GMT+12", "2026-01-01T11:59:59Z", "2025-12-31"],
    ["quarters of an hour count", "Asia/Kathmandu", "2026-01-01T18:15:00Z", "2026-01-02"],
  ])("%s", (_title, zone, instant, day) => {
    expect(dayIn(zone, new Date(instant))).toBe(day);
  });

  test("is the one another library tells, in any zone and at any time", () => {
    const zones = ["Europe/Warsaw", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"];
    const instants = fc.date({
      min: new Date("1990-01-01"),
      max: new Date("2050-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (zone, instant) => {
        expect(dayIn(zone, instant)).toBe(DateTime.fromJSDate(instant, { zone }).toISODate());
      }),
    );
  });

  test("an unknown zone or an invalid instant is an error, not a guess", () => {
    expect(() => dayIn("Europe/Atlantis", new Date(0))).toThrow(RangeError);
    expect(() => dayIn("UTC", new Date(Number.NaN))).toThrow(RangeError);
  });

  test("its month follows the day of the zone", () => {
    expect(monthIn("Europe/Warsaw", new Date("2026-03-31T21:59:59Z"))).toBe("2026-03");
    expect(monthIn("Europe/Warsaw", new Date("2026-03-31T22:00:00Z"))).toBe("2026-04");
  });
});

describe("counting months", () => {
  test.each([
    ["2026-01", 0, "2026-01"],
    ["2026-01", -1, "2025-12"],
    ["2026-12", 1, "2027-01"],
    ["2026-01", -13, "2024-12"],
    ["2024-02", 24, "2026-02"],
    ["0999-12", 1, "1000-01"],
  ])("%s and %i months is %s", (month, count, expected) => {
    expect(addMonths(month, count)).toBe(expected);
  });

  test("the months between are those that were added", () => {
    fc.assert(
      fc.property(fc.integer({ min: -500, max: 500 }), (count) => {
        expect(monthsBetween("2026-07", addMonths("2026-07", count))).toBe(count);
      }),
    );
  });
});

describe("counting days", () => {
  test.each([
    ["2026-02-28", 1, "2026-03-01"],
    ["2028-02-28", 1, "2028-02-29"],
    ["2026-03-01", -1, "2026-02-28"],
    ["2026-03-28", 2, "2026-03-30"],
    ["2026-12-31", 1, "2027-01-01"],
    ["2026-06-15", 0, "2026-06-15"],
  ])("%s and %i days is %s", (day, count, expected) => {
    expect(addDays(day, count)).toBe(expected);
  });
});
