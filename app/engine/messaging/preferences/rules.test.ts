import { describe, expect, test } from "vitest";

import {
  applyChange,
  isPausedAt,
  joinPreferences,
  listDifferences,
  NOTHING_CHOSEN,
  parseTopics,
} from "./rules";
import type { PreferenceChange } from "./schema";
import { CHOSEN_TOPICS } from "./schema";

const NOW = new Date("2026-03-01T12:00:00Z");
const IN_30_DAYS = new Date("2026-03-31T12:00:00Z");
const after = (ms: number) => new Date(IN_30_DAYS.getTime() + ms);
const changeOf = (change: Parameters<typeof applyChange>[1], before = NOTHING_CHOSEN, now = NOW) =>
  applyChange(before, change, now);

describe("a pause", () => {
  const paused = changeOf({ kind: "pause" });

  test("is of 30 days, and over at their end: not a millisecond earlier", () => {
    expect(paused.pausedUntil).toEqual(IN_30_DAYS);
    expect([after(-1), after(0)].map((now) => isPausedAt(paused, now))).toEqual([true, false]);
  });

  test("that is asked for again while it lasts is not longer", () => {
    expect(changeOf({ kind: "pause" }, paused, after(-1)).pausedUntil).toEqual(IN_30_DAYS);
  });

  test("that is asked for again at its end begins anew", () => {
    expect(changeOf({ kind: "pause" }, paused, after(0)).pausedUntil).toEqual(after(30 * 86_400_000));
  });

  test("can be ended, and leaves topics as they were", () => {
    const before = { ...paused, topicsOff: new Set(["offers"] as const) };
    expect(changeOf({ kind: "resume" }, before)).toEqual({ ...before, pausedUntil: null });
  });
});

describe("the form", () => {
  const save = (topicsOn: readonly (typeof CHOSEN_TOPICS)[number][]) =>
    changeOf({ kind: "save", topicsOn: [...topicsOn], isTrackingOff: false, locale: null });

  test("switches off every topic that is not ticked, and never what a person must get", () => {
    expect([...save(["cart"]).topicsOff]).toEqual(["service", "loyalty", "offers", "surveys"]);
    expect(save([]).topicsOff.has("transactional")).toBe(false);
  });

  test("sent as it was shown changes nothing", () => {
    expect(listDifferences(NOTHING_CHOSEN, save(CHOSEN_TOPICS))).toEqual([]);
  });

  test("tells every difference once, in the order of the page", () => {
    const after = applyChange(
      NOTHING_CHOSEN,
      { kind: "save", topicsOn: ["service", "cart", "loyalty"], isTrackingOff: true, locale: "pl" },
      NOW,
    );
    expect(listDifferences(NOTHING_CHOSEN, after)).toEqual([
      { reason: "topic-switched-off", topic: "offers" },
      { reason: "topic-switched-off", topic: "surveys" },
      { reason: "tracking-off" },
      { reason: "language-chosen" },
    ]);
    expect(listDifferences(after, NOTHING_CHOSEN).map(({ reason }) => reason)).toEqual([
      "topic-switched-on",
      "topic-switched-on",
      "tracking-on",
      "language-chosen",
    ]);
  });
});

test("rows of one person are one: a refusal in any of them holds, the language is the last chosen", () => {
  const row = { ...NOTHING_CHOSEN };
  const joined = joinPreferences([
    { ...row, topicsOff: new Set(["offers"] as const), pausedUntil: NOW },
    {
      ...row,
      topicsOff: new Set(["cart"] as const),
      birthday: null,
      pausedUntil: IN_30_DAYS,
      isTrackingOff: true,
      locale: "ru",
    },
    { ...row, locale: "en" },
  ]);
  expect(joined).toEqual({
    birthday: null,
    topicsOff: new Set(["offers", "cart"]),
    pausedUntil: IN_30_DAYS,
    isTrackingOff: true,
    locale: "ru",
  });
  expect(joinPreferences([])).toEqual(NOTHING_CHOSEN);
});

test.each([
  ['["offers","cart"]', ["cart", "offers"]],
  ['["offers","no-such-topic"]', ["offers"]],
  ['{"value":"x"}', []],
  ["[]", []],
])("stored topics %s are %j", (json, topics) => {
  expect([...parseTopics(json)]).toEqual(topics);
});

describe("a birthday", () => {
  const save = (birthdayOn?: string | null): PreferenceChange => {
    return { kind: "save", topicsOn: [], isTrackingOff: false, locale: null, birthdayOn };
  };
  const told = applyChange(NOTHING_CHOSEN, save("05-04"), NOW);

  test("that a form does not ask for stays; an empty one is taken back", () => {
    expect(told.birthday).toEqual({ on: "05-04", toldAt: NOW, source: "preference-page" });
    expect(applyChange(told, save(), IN_30_DAYS).birthday).toBe(told.birthday);
    expect(applyChange(told, save("05-04"), IN_30_DAYS).birthday).toBe(told.birthday);
    expect(applyChange(told, save("05-05"), IN_30_DAYS).birthday?.toldAt).toBe(IN_30_DAYS);
    expect(applyChange(told, save(null), IN_30_DAYS).birthday).toBeNull();
  });

  test("told and taken back are differences; of several rows the one told last counts", () => {
    const reasons = (...[before, after]: Parameters<typeof listDifferences>) =>
      listDifferences(before, after)
        .map(({ reason }) => reason)
        .filter((reason) => reason.startsWith("birthday"));
    expect(reasons(NOTHING_CHOSEN, told)).toEqual(["birthday-told"]);
    expect(reasons(told, NOTHING_CHOSEN)).toEqual(["birthday-taken-back"]);
    expect(reasons(told, told)).toEqual([]);
    const later = applyChange(NOTHING_CHOSEN, save("06-01"), NOW);
    expect(joinPreferences([NOTHING_CHOSEN, later, told]).birthday?.on).toBe("06-01");
  });
});
