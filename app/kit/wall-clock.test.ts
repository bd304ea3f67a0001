import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { addCalendarDays, instantAt, nextWallTime } from "./wall-clock";
import { dayIn } from "./zone";

const WARSAW = "Europe/Warsaw";
const iso = (date: Date) => date.toISOString().slice(0, 16);

describe("a time on a day", () => {
  test.each([
    ["winter", "2026-01-15", "09:00", "2026-01-15T08:00"],
    ["summer", "2026-07-15", "09:00", "2026-07-15T07:00"],
    ["skipped by clocks: as much later", "2026-03-29", "02:30", "2026-03-29T01:30"],
    ["just after the skip", "2026-03-29", "03:00", "2026-03-29T01:00"],
    ["shown twice: the first", "2026-10-25", "02:30", "2026-10-25T00:30"],
    ["after the hour that came twice", "2026-10-25", "03:00", "2026-10-25T02:00"],
  ])("%s", (_title, day, time, expected) => expect(iso(instantAt(WARSAW, day, time))).toBe(expected));

  test("where clocks go back by half an hour is the first, too", () => {
    expect(iso(instantAt("Australia/Lord_Howe", "2026-04-05", "01:45"))).toBe("2026-04-04T14:45");
  });
});

describe("the next time that clocks show", () => {
  test.each([
    ["now is now", "2026-06-01T07:00:00Z", "2026-06-01T07:00"],
    ["a millisecond ago is tomorrow", "2026-06-01T07:00:00.001Z", "2026-06-02T07:00"],
    ["a millisecond ahead is today", "2026-06-01T06:59:59.999Z", "2026-06-01T07:00"],
    ["over the change to summer", "2026-03-28T09:00:00Z", "2026-03-29T07:00"],
    ["over the change to winter", "2026-10-24T09:00:00Z", "2026-10-25T08:00"],
  ])("%s", (_title, from, expected) =>
    expect(iso(nextWallTime(WARSAW, new Date(from), { time: "09:00" }))).toBe(expected),
  );

  test.each([
    ["Monday from a Monday morning", [1], "2026-06-01T05:00:00Z", "2026-06-01T07:00"],
    ["Monday from a Monday noon", [1], "2026-06-01T10:00:00Z", "2026-06-08T07:00"],
    ["the nearer of two", [3, 2], "2026-06-01T10:00:00Z", "2026-06-02T07:00"],
  ])("on %s", (_title, weekdays, from, expected) =>
    expect(iso(nextWallTime(WARSAW, new Date(from), { time: "09:00", weekdays }))).toBe(expected),
  );

  test("is never before, at most 25 hours ahead, whatever the zone does", () => {
    const zones = [
      "Europe/Warsaw",
      "America/New_York",
      "Asia/Kolkata",
      "Australia/Lord_Howe",
      "Pacific/Apia",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
        fc.integer({ min: 0, max: 1_439 }),
        (zone, from, minute) => {
          const time = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
          const ahead = nextWallTime(zone, from, { time }).getTime() - from.getTime();
          expect(ahead).toBeGreaterThanOrEqual(0);
          expect(ahead).toBeLessThanOrEqual(26 * 3_600_000);
        },
      ),
    );
  });

  test("on no weekday at all is refused", () => {
    expect(() => nextWallTime(WARSAW, new Date(0), { time: "09:00", weekdays: [8] })).toThrow(
      /from 1 to 7, got \[8\]/,
    );
  });
});

test.each([
  ["23 hours in spring", "2026-03-28T12:00:00Z", 1, "2026-03-29T11:00"],
  ["25 hours in autumn", "2026-10-24T12:00:00Z", 1, "2026-10-25T13:00"],
  ["back over a leap day", "2028-03-01T12:00:00Z", -1, "2028-02-29T12:00"],
])("a calendar day is %s", (_title, from, days, expected) => {
  const at = addCalendarDays(WARSAW, new Date(from), days);
  expect(iso(at)).toBe(expected);
  expect(dayIn(WARSAW, at)).toBe(expected.slice(0, 10));
});
