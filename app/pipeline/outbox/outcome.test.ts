import { describe, expect, test } from "vitest";

import { errorOf, judgeAttempt } from "./outcome";

const NOW = new Date("2026-03-01T12:00:00Z");
const LATER = new Date("2026-03-01T18:00:00Z");
const first = { attempt: 1, maxAttempts: 3, triedSince: NOW, now: NOW, random: 0 };

describe("an attempt", () => {
  test("that was done is the end", () => {
    expect(judgeAttempt({ kind: "done", result: 7 }, first)).toEqual({ kind: "done", result: 7 });
  });

  test("that was rejected is the end, also on the first try", () => {
    expect(judgeAttempt({ kind: "rejected", error: "no" }, first)).toEqual({ kind: "dead", error: "no" });
  });

  test("that nobody knows of is never repeated", () => {
    const outcome = { kind: "uncertain", error: "the line broke" } as const;
    expect(judgeAttempt(outcome, first)).toEqual(outcome);
  });

  test.each([
    [1, "2026-03-01T12:00:05.000Z"],
    [2, "2026-03-01T12:00:10.000Z"],
  ])("number %i of three that surely failed is repeated at %s", (attempt, at) => {
    expect(judgeAttempt({ kind: "retry", error: "busy" }, { ...first, attempt })).toEqual({
      kind: "again",
      at: new Date(at),
      error: "busy",
      isCounted: true,
    });
  });

  test.each([3, 4])("number %i of three that surely failed was the last", (attempt) => {
    const outcome = { kind: "retry", error: "busy", notBefore: LATER } as const;
    expect(judgeAttempt(outcome, { ...first, attempt })).toEqual({ kind: "dead", error: "busy" });
  });

  test("is repeated when the other side said so", () => {
    expect(judgeAttempt({ kind: "retry", error: "busy", notBefore: LATER }, first)).toMatchObject({
      at: LATER,
    });
  });
});

describe("while the other side is away", () => {
  const away = { kind: "unavailable", error: "down" } as const;
  const waited = (ms: number) => ({ ...first, triedSince: new Date(NOW.getTime() - ms) });

  test.each([
    ["just made", 0, 5],
    ["waiting for a minute", 60_000, 15],
    ["waiting for two hours", 7_200_000, 1_800],
    ["waiting for two days", 172_800_000, 3_600],
  ])("an intent %s is tried again, and the try does not count", (_title, waitedMs, seconds) => {
    expect(judgeAttempt(away, { ...waited(waitedMs), attempt: 99 })).toEqual({
      kind: "again",
      at: new Date(NOW.getTime() + seconds * 1_000),
      error: "down",
      isCounted: false,
    });
  });

  test("the time it gave is kept when it is the later one", () => {
    expect(judgeAttempt({ ...away, notBefore: LATER }, first)).toMatchObject({ at: LATER });
    expect(judgeAttempt({ ...away, notBefore: NOW }, first)).toMatchObject({
      at: new Date("2026-03-01T12:00:05Z"),
    });
  });

  test("it is given up after three days, not a moment before", () => {
    const threeDaysMs = 3 * 86_400_000;
    expect(judgeAttempt(away, waited(threeDaysMs - 1)).kind).toBe("again");
    expect(judgeAttempt(away, waited(threeDaysMs))).toEqual({ kind: "dead", error: "down" });
  });
});

test.each([
  [{ kind: "done", result: 1 } as const, null],
  [{ kind: "cancelled", reason: "bought" } as const, "bought"],
  [{ kind: "dead", error: "no" } as const, "no"],
  [{ kind: "uncertain", error: "line" } as const, "line"],
])("of %j a person reads %j", (final, text) => {
  expect(errorOf(final)).toBe(text);
});
