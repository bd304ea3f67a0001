import { describe, expect, test } from "vitest";

import { dayOf, occasionsIn, yearsOn } from "./dates";
import { recurrencesIn } from "./recurring";
import { unsentReason } from "./unsent";

const ZONE = "Europe/Warsaw";
const yearly = (leapDay: "february-28" | "march-1" = "february-28") =>
  ({ repeats: "yearly", leapDay }) as const;
const once = { repeats: "once", leapDay: "february-28" } as const;

describe("an anniversary", () => {
  test.each([
    { on: "2026-03-01", date: "2025-03-01", years: 1 },
    { on: "2026-03-01", date: "2016-03-01", years: 10 },
    { on: "2026-03-01", date: "2026-03-01", years: null },
    { on: "2026-03-02", date: "2025-03-01", years: null },
    { on: "2025-03-01", date: "2026-03-01", years: null },
  ])("of $date on $on: $years", ({ on, date, years }) => {
    expect(yearsOn(on, date, yearly())).toBe(years);
  });

  test.each([
    { on: "2025-02-28", leapDay: "february-28", years: 1 },
    { on: "2025-03-01", leapDay: "february-28", years: null },
    { on: "2025-02-28", leapDay: "march-1", years: null },
    { on: "2025-03-01", leapDay: "march-1", years: 1 },
    { on: "2028-02-29", leapDay: "march-1", years: 4 },
    { on: "2028-02-28", leapDay: "february-28", years: null },
    { on: "2100-02-28", leapDay: "february-28", years: 76 },
  ] as const)("of 29 February on $on, kept on $leapDay: $years", ({ on, leapDay, years }) => {
    expect(yearsOn(on, "2024-02-29", yearly(leapDay))).toBe(years);
  });

  test("of once is the day itself and no other", () => {
    expect(yearsOn("2026-03-01", "2026-03-01", once)).toBe(0);
    expect(yearsOn("2027-03-01", "2026-03-01", once)).toBeNull();
  });
});

describe("the occasions of a window", () => {
  const span = (from: string, to: string) => ({ zone: ZONE, from: new Date(from), to: new Date(to) });

  test("begin after its start, and end with its end", () => {
    const at = { offsetDays: 0, time: "09:00" };
    const none = occasionsIn(span("2026-03-01T08:00:00Z", "2026-03-02T07:59:59.999Z"), at);
    expect(none).toEqual([]);
    expect(occasionsIn(span("2026-03-01T07:59:59.999Z", "2026-03-01T08:00:00Z"), at)).toEqual([
      { on: "2026-03-01", at: new Date("2026-03-01T08:00:00Z") },
    ]);
  });

  test.each([
    { offsetDays: -7, on: "2026-03-08" },
    { offsetDays: 7, on: "2026-02-22" },
  ])("are $offsetDays days from the day they are of", ({ offsetDays, on }) => {
    const window = span("2026-03-01T07:59:59Z", "2026-03-01T08:00:00Z");
    expect(occasionsIn(window, { offsetDays, time: "09:00" })[0]?.on).toBe(on);
  });

  test("come once a day when clocks change, also at an hour that is skipped", () => {
    const window = span("2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z");
    expect(occasionsIn(window, { offsetDays: 0, time: "02:30" }).map(({ on }) => on)).toEqual([
      "2026-03-29",
      "2026-03-30",
    ]);
    const autumn = span("2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z");
    expect(occasionsIn(autumn, { offsetDays: 0, time: "02:30" })).toHaveLength(1);
  });
});

describe("a day of a shop that moves from New York to Warsaw", () => {
  const on = (movedAt: string, formerZone: string | null = "America/New_York") => {
    const at = new Date(movedAt);
    const from = new Date(at.getTime() - 60_000);
    const to = new Date(at.getTime() + 60_000);
    const span = { zone: ZONE, from, to, moves: [{ at, formerZone }] };
    return occasionsIn(span, { offsetDays: 0, time: "09:00" }).map((occasion) => occasion.on);
  };

  test("comes with the move where its hour had passed in Warsaw only", () => {
    expect(on("2026-02-22T11:00:00Z")).toEqual(["2026-02-22"]);
    expect(on("2026-02-22T07:00:00Z")).toEqual([]); // 8:00 in Warsaw: still to come.
  });

  test("does not come again where it had passed in New York too, unless nobody knows", () => {
    expect(on("2026-02-22T14:30:00Z")).toEqual([]);
    expect(on("2026-02-22T14:30:00Z", null)).toContain("2026-02-22");
  });
});

test("an instant falls on the shop's day, and a day stays what it is", () => {
  expect(dayOf(new Date("2026-02-28T23:30:00Z"), ZONE)).toBe("2026-03-01");
  expect(dayOf("2026-02-28", ZONE)).toBe("2026-02-28");
});

describe("a schedule", () => {
  const window = {
    zone: ZONE,
    from: new Date("2026-01-31T12:00:00Z"),
    to: new Date("2026-03-31T12:00:00Z"),
  };
  const at = (over: Partial<Parameters<typeof recurrencesIn>[1]>) =>
    recurrencesIn(window, { every: "day", weekday: 1, dayOfMonth: 31, time: "09:00", ...over }).map(
      ({ day }) => day,
    );

  test("of every day falls on each of them once, whatever clocks do", () => {
    expect(new Set(at({})).size).toBe(59);
    expect(at({})).toHaveLength(59);
  });
  test("of a week falls on its weekday", () => {
    expect(at({ every: "week", weekday: 7 }).slice(0, 2)).toEqual(["2026-02-01", "2026-02-08"]);
  });
  test("of a month falls on the last day where there is no such one", () => {
    expect(at({ every: "month" })).toEqual(["2026-02-28", "2026-03-31"]);
  });
});

test("a message that was taken back for a reason of somebody else is told of in general", () => {
  expect(unsentReason("exit-event")).toBe("exit-event");
  expect(unsentReason("somebody's own")).toBe("message-cancelled");
});
