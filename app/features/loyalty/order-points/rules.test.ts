import { describe, expect, test } from "vitest";

import { NO_POINTS } from "../rules/books";
import { decideOrderPoints } from "./rules";

const NOW = new Date("2026-03-01T12:00:00Z");
const UNTIL = new Date("2026-03-15T12:00:00Z");
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const order = (minutes = 1, customerId: string | null = "ada") => ({
  customerId,
  placedAt: minutesAgo(minutes),
});
const lot = (balances: object, over: { review?: "waiting"; pendingUntil?: Date | null } = {}) => ({
  ...{ balances: { ...NO_POINTS, ...balances }, pendingUntil: UNTIL, review: null },
  ...over,
});
const ask = (over: Partial<Parameters<typeof decideOrderPoints>[0]> = {}) =>
  decideOrderPoints({ order: order(), customerId: "ada", lots: [], now: NOW, ...over });

describe("what an order brought", () => {
  test("is on its way before the app has heard of the order, and while its points are counted", () => {
    expect(ask({ order: null })).toEqual({ state: "on-its-way" });
    expect(ask({ order: order(10) })).toEqual({ state: "on-its-way" });
    expect(ask({ order: order(11) })).toEqual({ state: "nothing" });
  });

  test("is pending until its day, and without one while a person has to look", () => {
    const lots = [lot({ issued: -120, pending: 120 })];
    expect(ask({ lots })).toEqual({ state: "pending", points: 120, availableAt: UNTIL });
    const waiting = [lot({ issued: -120, pending: 120 }, { review: "waiting" })];
    expect(ask({ lots: waiting })).toEqual({ state: "pending", points: 120, availableAt: null });
  });

  test("is what was given less what went back, whatever became of it since", () => {
    const lots = [lot({ issued: -120, clawedBack: 20, redeemed: 60, expired: 40 })];
    expect(ask({ lots })).toEqual({ state: "earned", points: 100 });
    expect(ask({ lots: [lot({ issued: -120, clawedBack: 120 })] })).toEqual({ state: "nothing" });
  });
});

describe("who may know", () => {
  const lots = [lot({ issued: -120, available: 120 })];

  test("is who placed it, whenever they ask", () => {
    expect(ask({ lots, order: order(60 * 24 * 400) })).toMatchObject({ state: "earned" });
  });

  test.each(["bob", null])("is not somebody else who is signed in: of %s's order", (customerId) => {
    expect(ask({ lots, order: order(1, customerId) })).toEqual({ state: "nothing" });
  });

  test("is whoever is not signed in for a day: the page that thanks is theirs", () => {
    expect(ask({ lots, customerId: null, order: order(24 * 60) })).toMatchObject({ state: "earned" });
    expect(ask({ lots, customerId: null, order: order(24 * 60 + 1) })).toEqual({ state: "nothing" });
  });
});
