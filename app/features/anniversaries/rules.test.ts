import { describe, expect, test } from "vitest";

import { daysKept, giftOf, registrationDay, yearsOn } from "./rules";
import { GiftSettingsSchema } from "./schema";

describe("an anniversary", () => {
  test.each([
    ["the day before", "2026-05-03", null],
    ["the day", "2026-05-04", 7],
    ["the day after", "2026-05-05", null],
    ["the day itself, in the year of the registration", "2019-05-04", null],
    ["the first one", "2020-05-04", 1],
    ["the same day of an earlier year", "2018-05-04", null],
  ])("is on the day of the registration: %s", (_when, on, years) => {
    expect(yearsOn(on, "2019-05-04", "february-28")).toBe(years);
  });

  test.each([
    ["2025-02-27", null, null],
    ["2025-02-28", 1, null],
    ["2025-03-01", null, 1],
    ["2025-03-02", null, null],
    ["2028-02-28", null, null],
    ["2028-02-29", 4, 4],
    ["2028-03-01", null, null],
    ["2100-02-28", 76, null],
    ["2100-03-01", null, 76],
  ])("of a 29 February on %s is %s by the one setting and %s by the other", (on, february, march) => {
    expect(yearsOn(on, "2024-02-29", "february-28")).toBe(february);
    expect(yearsOn(on, "2024-02-29", "march-1")).toBe(march);
  });

  test("of a 28 February or a 1 March is on its own day in leap years too", () => {
    expect(daysKept("2028-02-28", "february-28")).toEqual(["02-28"]);
    expect(daysKept("2027-02-28", "february-28")).toEqual(["02-28", "02-29"]);
    expect(daysKept("2027-02-28", "march-1")).toEqual(["02-28"]);
    expect(yearsOn("2027-03-01", "2024-03-01", "march-1")).toBe(3);
  });
});

describe("the day of a registration", () => {
  const registeredAt = new Date("2019-05-04T22:30:00Z");
  const of = (tagKeys: readonly string[], dateTagPrefix = "since:") =>
    registrationDay({ registeredAt, tagKeys }, { zone: "Europe/Warsaw", dateTagPrefix });

  test("is that of the shop's zone", () => {
    expect(of([])).toBe("2019-05-05");
    expect(
      registrationDay({ registeredAt, tagKeys: [] }, { zone: "America/New_York", dateTagPrefix: "" }),
    ).toBe("2019-05-04");
  });

  test("is what a tag says, and of several the earliest", () => {
    expect(of(["since:2020-01-02", "vip"])).toBe("2020-01-02");
    expect(of(["since:2020-01-02", "since:2015-12-31"])).toBe("2015-12-31");
    expect(
      registrationDay(
        { registeredAt: null, tagKeys: ["since:2020-01-02"] },
        { zone: "UTC", dateTagPrefix: "SINCE:" },
      ),
    ).toBe("2020-01-02");
  });

  test.each(["since:2020-02-30", "since:2020-13-01", "since:yesterday", "since:2020-1-2", "since:"])(
    "is not what a tag says that is no day: %s",
    (tag) => {
      expect(of([tag])).toBe("2019-05-05");
    },
  );

  test("is not known of somebody who has neither; without a prefix no tag counts", () => {
    expect(
      registrationDay({ registeredAt: null, tagKeys: ["2020-01-02"] }, { zone: "UTC", dateTagPrefix: "" }),
    ).toBeNull();
  });
});

describe("the gift of a year", () => {
  const settings = GiftSettingsSchema.parse({});

  test.each([
    [0, null],
    [1, 5],
    [2, 10],
    [3, 15],
    [4, 15],
    [5, 20],
    [40, 20],
  ])("is the highest rung that it reaches: year %i", (years, percent) => {
    expect(giftOf(years, settings)?.percent ?? null).toBe(percent);
  });

  test("is a personal code with its own prefix, whose days count from the mail", () => {
    expect(giftOf(2, settings)?.offer).toMatchObject({
      value: { kind: "percentage", percentBp: 1_000 },
      prefix: "YEAR",
      clock: "sent",
      validDays: 30,
      remindDaysBefore: 5,
      title: "Anniversary 2",
    });
  });

  test("does not depend on the order in which rungs are written; a year may stand there once", () => {
    const ladder = [
      { fromYear: 3, percentBp: 300 },
      { fromYear: 1, percentBp: 100 },
    ];
    expect(giftOf(2, { ...settings, ladder })?.percent).toBe(1);
    expect(ladder[0]?.fromYear).toBe(3);
    const twice = [ladder[0], ladder[0]];
    expect(GiftSettingsSchema.safeParse({ ladder: twice }).error?.issues[0]?.message).toBe("year-twice");
    expect(GiftSettingsSchema.safeParse({ ladder: [] }).success).toBe(false);
  });
});
