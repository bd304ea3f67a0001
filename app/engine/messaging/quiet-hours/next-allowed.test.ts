import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, test } from "vitest";

import { publicHolidaysOf } from "./holidays";
import { type HourRules, nextAllowed } from "./next-allowed";
import { zoneOfPlace } from "./zone";

const HOURS = { opensAt: "09:00", closesAt: "20:00", weekdays: [1, 2, 3, 4, 5, 6, 7], keepsHolidays: false };
type Over = Partial<typeof HOURS> & Partial<Pick<HourRules, "zone" | "holidaysOf">>;
const next = (at: string, { zone = "Europe/Warsaw", holidaysOf = null, ...hours }: Over = {}) =>
  nextAllowed(new Date(at), { hours: { ...HOURS, ...hours }, zone, holidaysOf }).toISOString();

describe("from nine (inclusive) to twenty (exclusive) of the reader's clock", () => {
  test.each([
    ["2026-02-03T07:59:59.999Z", "2026-02-03T08:00:00.000Z"],
    ["2026-02-03T08:00:00.000Z", "2026-02-03T08:00:00.000Z"],
    ["2026-02-03T18:59:59.999Z", "2026-02-03T18:59:59.999Z"],
    ["2026-02-03T19:00:00.000Z", "2026-02-04T08:00:00.000Z"],
    ["2026-07-03T18:00:00.000Z", "2026-07-04T07:00:00.000Z"],
  ])("%s → %s", (at, expected) => {
    expect(next(at)).toBe(expected);
  });
});

describe("when the clock is put forward (29 March 2026, 02:00 → 03:00)", () => {
  test.each([
    { opensAt: "02:30", at: "2026-03-28T23:30:00Z", expected: "2026-03-29T01:00:00.000Z" },
    { opensAt: "02:00", at: "2026-03-28T23:30:00Z", expected: "2026-03-29T01:00:00.000Z" },
    { opensAt: "03:30", at: "2026-03-28T23:30:00Z", expected: "2026-03-29T01:30:00.000Z" },
    { opensAt: "09:00", at: "2026-03-28T20:00:00Z", expected: "2026-03-29T07:00:00.000Z" },
  ])("opening at $opensAt", ({ opensAt, at, expected }) => {
    expect(next(at, { opensAt })).toBe(expected);
  });

  test("hours that were skipped as a whole wait for the next day", () => {
    expect(next("2026-03-29T00:59:00Z", { opensAt: "02:00", closesAt: "03:00" })).toBe(
      "2026-03-30T00:00:00.000Z",
    );
  });

  test("at midnight: the day begins at one, and opens by the clock", () => {
    expect(next("2026-04-23T22:30:00Z", { zone: "Africa/Cairo" })).toBe("2026-04-24T06:00:00.000Z");
  });
});

describe("when the clock is put back (25 October 2026, 03:00 → 02:00)", () => {
  const doubled = { opensAt: "02:00", closesAt: "02:30" };

  test("a doubled half hour is allowed both times, and what is between is not", () => {
    expect(next("2026-10-24T23:59:00Z", doubled)).toBe("2026-10-25T00:00:00.000Z");
    expect(next("2026-10-25T00:30:00Z", doubled)).toBe("2026-10-25T01:00:00.000Z");
    expect(next("2026-10-25T01:29:59Z", doubled)).toBe("2026-10-25T01:29:59.000Z");
    expect(next("2026-10-25T01:30:00Z", doubled)).toBe("2026-10-26T01:00:00.000Z");
  });

  test("nine is an hour later than the day before", () => {
    expect(next("2026-10-24T19:00:00Z")).toBe("2026-10-25T08:00:00.000Z");
  });
});

describe("days", () => {
  test("weekdays that are not ticked are passed over", () => {
    expect(next("2026-02-06T19:00:00Z", { weekdays: [1, 2, 3, 4, 5] })).toBe("2026-02-09T08:00:00.000Z");
  });

  test("a holiday begins and ends at the reader's midnight", () => {
    const rules = { holidaysOf: publicHolidaysOf("PL"), opensAt: "00:00", closesAt: "24:00" };
    expect(next("2026-11-10T22:59:59Z", rules)).toBe("2026-11-10T22:59:59.000Z");
    expect(next("2026-11-10T23:00:00Z", rules)).toBe("2026-11-11T23:00:00.000Z");
    expect(next("2026-12-24T12:00:00Z", rules)).toBe("2026-12-26T23:00:00.000Z");
  });

  test("a country without known holidays has none", () => {
    expect(publicHolidaysOf("QQ")).toBeNull();
  });

  test("across the date line it is the reader's day that counts", () => {
    const sunday = { weekdays: [7] };
    expect(next("2026-02-07T12:00:00Z", { ...sunday, zone: "Pacific/Kiritimati" })).toBe(
      "2026-02-07T19:00:00.000Z",
    );
    expect(next("2026-02-07T12:00:00Z", { ...sunday, zone: "Pacific/Pago_Pago" })).toBe(
      "2026-02-08T20:00:00.000Z",
    );
  });

  test("a day that a zone skipped is no day (Samoa had no 30 December 2011, a Friday)", () => {
    expect(next("2011-12-30T06:00:00Z", { zone: "Pacific/Apia", weekdays: [5] })).toBe(
      "2012-01-05T19:00:00.000Z",
    );
  });

  test("rules that allow no day are refused in words", () => {
    expect(() => next("2026-02-03T08:00:00Z", { weekdays: [] })).toThrow("allow another weekday");
  });
});

test("the result is allowed, not before, and no quarter in between was: in any zone, at any hour", () => {
  const zones = [
    "Europe/Warsaw",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/Havana",
    "Africa/Cairo",
  ];
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 46 }),
      fc.integer({ min: 1, max: 10 }),
      (at, zone, opens, length) => {
        const time = (half: number) =>
          `${String(Math.floor(half / 2)).padStart(2, "0")}:${half % 2 ? "30" : "00"}`;
        const [opensAt, closesAt] = [time(opens), time(Math.min(48, opens + length))];
        const isShown = (instant: number) => {
          const clock = DateTime.fromMillis(instant, { zone }).toFormat("HH:mm");
          return clock >= opensAt && clock < closesAt;
        };
        const found = Date.parse(next(new Date(at).toISOString(), { zone, opensAt, closesAt }));
        expect(found).toBeGreaterThanOrEqual(at);
        expect(isShown(found)).toBe(true);
        for (let instant = at; instant < found; instant += 900_000) expect(isShown(instant)).toBe(false);
      },
    ),
    { numRuns: 300 },
  );
});

describe("the zone of a place", () => {
  test.each([
    ["PL", null, "Europe/Warsaw"],
    ["us", null, "America/New_York"],
    ["US", "CA", "America/Los_Angeles"],
    ["US", "XX", "America/New_York"],
    ["AU", "WA", "Australia/Perth"],
    ["ES", null, "Europe/Madrid"],
    ["IN", null, "Asia/Kolkata"],
    ["QQ", null, "Etc/UTC"],
    [null, null, "Etc/UTC"],
  ])("%s %s → %s", (countryCode, provinceCode, zone) => {
    expect(zoneOfPlace({ countryCode, provinceCode }, "Etc/UTC")).toBe(zone);
  });
});
