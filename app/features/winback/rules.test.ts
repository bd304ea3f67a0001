import { describe, expect, test } from "vitest";

import { DAY_MS } from "~/kit/duration";

import { decideLapse, gapsOf, lapsesWithin, type Stretch, storeLapseMs } from "./rules";
import { type LapseSettings, LapseSettingsSchema } from "./schema";

const T = 90 * DAY_MS;
const START = Date.parse("2026-01-01T12:00:00Z");
const day = (days: number, ms = 0) => START + days * DAY_MS + ms;

const settingsOf = (over: Partial<LapseSettings> = {}) => LapseSettingsSchema.parse(over);
const judge = (placedAt: readonly number[], at: number, over: Partial<LapseSettings> = {}) =>
  decideLapse(placedAt, { settings: settingsOf(over), storeMs: T, at });

describe("a person", () => {
  test("who never bought cannot lapse", () => {
    expect(judge([], day(5_000))).toEqual({ kind: "never-bought" });
  });

  test.each([
    ["a millisecond before", day(90, -1), "active"],
    ["at that very instant", day(90), "lapsed"],
    ["a millisecond after", day(90, 1), "lapsed"],
  ])("with fewer than three orders lapses after the store's T: %s", (_when, at, kind) => {
    expect(judge([day(0)], at)).toEqual({ kind, lapsesAt: day(90), by: "store" });
    expect(judge([day(-10), day(0)], at)).toMatchObject({ kind, by: "store" });
  });

  test.each([
    ["gaps of 20 and 20 days, twice", [0, 20, 40], 2, 40 + 40],
    ["gaps of 20 and 30 days: the middle is 25", [0, 20, 50], 2, 50 + 50],
    ["three times", [0, 20, 50], 3, 50 + 75],
    ["one and a half times", [0, 20, 40, 60], 1.5, 60 + 30],
    ["never earlier than after 30 days", [0, 7, 14, 21], 2, 21 + 30],
    ["14 days, twice: still 30", [0, 14, 28], 2, 28 + 30],
    ["15 days, twice: 30 by themselves", [0, 15, 30], 2, 30 + 30],
    ["16 days, twice: 32", [0, 16, 32], 2, 32 + 32],
    ["a break of over a year is no gap", [0, 20, 40, 406], 2, 406 + 40],
    ["one of exactly a year is one", [0, 20, 385], 2, 385 + 385],
  ])("with a rhythm lapses by it: %s", (_what, days, times, lapsesOn) => {
    const placedAt = days.map((on) => day(on));
    expect(judge(placedAt, day(lapsesOn, -1), { times })).toMatchObject({ kind: "active", by: "rhythm" });
    expect(judge(placedAt, day(lapsesOn), { times })).toMatchObject({
      kind: "lapsed",
      lapsesAt: day(lapsesOn),
    });
  });

  test("with nothing but breaks between orders has no rhythm", () => {
    expect(judge([day(0), day(400), day(800)], day(890))).toMatchObject({ kind: "lapsed", by: "store" });
  });

  test("lapses after the same days as everybody, where the settings say so", () => {
    const placedAt = [day(0), day(5), day(10)];
    const over = { rule: "fixed-days" } as const;
    expect(judge(placedAt, day(40, -1), over)).toMatchObject({ kind: "active", by: "fixed" });
    expect(judge(placedAt, day(40), over)).toMatchObject({ kind: "lapsed", lapsesAt: day(40) });
    expect(judge(placedAt, day(70), { ...over, days: 60 })).toMatchObject({
      kind: "lapsed",
      lapsesAt: day(70),
    });
  });
});

describe("T of a store", () => {
  const of = (count: number, days: number) => Array.from({ length: count }, () => days * DAY_MS);

  test.each([49, 50, 51])("is its own from 50 gaps on: %i gaps of 100 days", (count) => {
    expect(storeLapseMs(of(count, 100), settingsOf({ smallStoreDays: 30 })) / DAY_MS).toBe(
      count < 50 ? 30 : 100,
    );
  });

  test.each([
    [59, 60],
    [60, 60],
    [61, 61],
    [364, 364],
    [365, 365],
    [366, 365],
  ])("lies between 60 and 365 days: %i is %i", (days, expected) => {
    expect(storeLapseMs(of(60, days), settingsOf()) / DAY_MS).toBe(expected);
  });

  test("is the 90th percentile by nearest rank: of 100 gaps the 90th", () => {
    const gaps = [...of(89, 70), ...of(1, 80), ...of(10, 300)];
    expect(storeLapseMs(gaps, settingsOf()) / DAY_MS).toBe(80);
  });

  test("takes gaps between orders that follow each other", () => {
    expect(gapsOf([day(0), day(3), day(10)])).toEqual([3 * DAY_MS, 7 * DAY_MS]);
    expect(gapsOf([day(0)])).toEqual([]);
  });
});

describe("within a stretch of time", () => {
  const within = (placedAt: readonly number[], over: Partial<Stretch>) =>
    lapsesWithin(
      placedAt,
      { from: day(0), to: day(100), storeMs: { from: T, to: T }, ...over },
      settingsOf(),
    );

  test.each([
    ["begins where a person lapsed: that was told before", { from: day(90) }, 0],
    ["begins a millisecond before", { from: day(90, -1) }, 1],
    ["ends a millisecond before", { to: day(90, -1) }, 0],
    ["ends there", { to: day(90) }, 1],
  ])("that %s", (_when, over, count) => {
    expect(within([day(0)], over)).toHaveLength(count);
  });

  test("a person who comes back lapses again, once per last order", () => {
    expect(within([day(0), day(95)], { to: day(200) })).toEqual([
      { lastOrderAt: day(0), lapsedAt: day(90) },
      { lastOrderAt: day(95), lapsedAt: day(185) },
    ]);
  });

  test("who orders at that instant has not lapsed", () => {
    expect(within([day(0), day(90)], {})).toEqual([]);
    expect(within([day(0), day(90, 1)], {})).toHaveLength(1);
  });

  test("T that fell with the month lets those lapse who are past it, when it begins", () => {
    const fallen = { from: day(80), storeMs: { from: T, to: 60 * DAY_MS } };
    expect(within([day(0)], fallen)).toEqual([{ lastOrderAt: day(0), lapsedAt: day(80, 1) }]);
    // Who had lapsed by the old T lapsed then.
    expect(within([day(-10)], fallen)).toEqual([]);
  });

  test("T that rose lets those lapse later", () => {
    expect(within([day(0)], { from: day(85), storeMs: { from: T, to: 95 * DAY_MS } })).toEqual([
      { lastOrderAt: day(0), lapsedAt: day(95) },
    ]);
  });
});
