import { describe, expect, test } from "vitest";

import { NO_WORDS, type Question } from "../schema";
import { tally } from "./rules";

const RATING: Question = { kind: "rating", words: NO_WORDS, choices: [] };
const YES_NO: Question = { kind: "yes-no", words: NO_WORDS, choices: [] };
const counts = (given: Record<string, number>) => new Map(Object.entries(given));

describe("answers that were counted", () => {
  test("are shares of all, in the order in which they are offered, those that nobody gave included", () => {
    const { totalCount, answers, average } = tally(YES_NO, counts({ no: 1 }));
    expect(totalCount).toBe(1);
    expect(answers.map(({ key, count, share }) => [key, count, share])).toEqual([
      ["yes", 0, 0],
      ["no", 1, 1],
    ]);
    expect(average).toBeNull();
  });

  test("that are no longer offered come last, and count", () => {
    const { answers } = tally(YES_NO, counts({ maybe: 1, yes: 3 }));
    expect(answers.map(({ key, share }) => [key, share])).toEqual([
      ["yes", 0.75],
      ["no", 0],
      ["maybe", 0.25],
    ]);
  });

  test("of nobody are no shares: 0 % would say something", () => {
    const { totalCount, answers, average } = tally(RATING, counts({}));
    expect([totalCount, average]).toEqual([0, null]);
    expect(answers.every(({ share, interval }) => share === null && interval === null)).toBe(true);
  });

  test.each([
    [29, true],
    [30, false],
  ])("that are %i are few: %s", (count, isFew) => {
    expect(tally(YES_NO, counts({ yes: count })).isFew).toBe(isFew);
  });
});

describe("the average of a rating", () => {
  test("has an interval that stays on the scale", () => {
    const { average } = tally(RATING, counts({ 1: 1, 5: 1 }));
    expect(average).toEqual({ value: 3, interval: { low: 1, high: 5 } });
  });

  test("of answers that are all the same has none: how far others may lie cannot be told", () => {
    expect(tally(RATING, counts({ 5: 12 })).average).toEqual({ value: 5, interval: null });
  });
});
