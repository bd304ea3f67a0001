import { describe, expect, test } from "vitest";

import { fullBucket, pointsAt, takePoints, waitMs } from "./bucket";

const bucket = { available: 400, maximum: 1_000, restoreRate: 100, atMs: 10_000 };

describe("pointsAt", () => {
  test("restores so many points a second, never more than the bucket holds", () => {
    expect(pointsAt(bucket, 10_000)).toBe(400);
    expect(pointsAt(bucket, 12_500)).toBe(650);
    expect(pointsAt(bucket, 60_000)).toBe(1_000);
  });

  test("a clock that goes back takes nothing away", () => {
    expect(pointsAt(bucket, 0)).toBe(400);
  });
});

test("points taken restore from the moment they were taken", () => {
  const taken = takePoints(bucket, { points: 300, atMs: 11_000 });
  expect(pointsAt(taken, 11_000)).toBe(200);
  expect(pointsAt(taken, 12_000)).toBe(300);
});

describe("waitMs", () => {
  const ask = (available: number, isBackground: boolean, cost = 10) =>
    waitMs({ ...bucket, available }, { cost, isBackground, atMs: bucket.atMs });

  test("interactive work goes as soon as its cost is there", () => {
    expect(ask(10, false)).toBe(0);
    expect(ask(9, false)).toBe(10);
  });

  test("background work goes only while more than half of the bucket is there", () => {
    expect(ask(501, true)).toBe(0);
    expect(ask(500, true)).toBe(10);
    expect(ask(0, true)).toBe(5_010);
  });

  test("a dear background call waits for its whole cost", () => {
    expect(ask(600, true, 800)).toBe(2_000);
  });

  test("a call dearer than the bucket waits for a full one", () => {
    expect(ask(900, false, 5_000)).toBe(1_000);
  });

  test("before the first answer a full bucket is believed in", () => {
    expect(waitMs(fullBucket(0), { cost: 10, isBackground: true, atMs: 0 })).toBe(0);
  });
});
