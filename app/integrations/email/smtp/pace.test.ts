import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Pace } from "./pace";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** When each of so many turns came, in ms. */
function turnsOf(pace: Pace, count: number): number[] {
  const from = performance.now();
  const turns: number[] = [];
  for (let index = 0; index < count; index += 1)
    void pace.turn().then(() => turns.push(performance.now() - from));
  return turns;
}

test("turns come at the rate, in their order", async () => {
  const turns = turnsOf(new Pace(10), 21);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(turns).toHaveLength(11);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(turns).toHaveLength(21);
  expect(turns).toEqual(turns.toSorted((a, b) => a - b));
});

test("after a silence no more leave at once than in a quarter of a second", async () => {
  const pace = new Pace(100);
  await vi.advanceTimersByTimeAsync(60_000);
  const turns = turnsOf(pace, 50);
  await vi.advanceTimersByTimeAsync(0);
  expect(turns).toHaveLength(25);
});

test("a process that stood still does not make up for it", async () => {
  const pace = new Pace(1_000);
  const turns = turnsOf(pace, 1_500);
  await vi.advanceTimersByTimeAsync(100);
  const before = turns.length;
  vi.spyOn(performance, "now").mockReturnValue(performance.now() + 900);
  await vi.advanceTimersToNextTimerAsync();
  expect(turns.length - before).toBeLessThanOrEqual(250);
  vi.mocked(performance.now).mockRestore();
});

test("a rate of one in two seconds is kept, too", async () => {
  const turns = turnsOf(new Pace(0.5), 3);
  await vi.advanceTimersByTimeAsync(3_900);
  expect(turns).toHaveLength(2);
});
