import { describe, expect, it } from "vitest";

import { Calendar } from "./calendar";
import { Random } from "./random";
import { demoStart } from "./shop";

const warsaw = new Calendar("Europe/Warsaw");

describe("the shop's calendar", () => {
  it("reads hours in the shop's zone, on both sides of the change of clocks", () => {
    expect(warsaw.hourOf(new Date("2026-10-25T00:30:00Z"))).toBe(2);
    expect(warsaw.hourOf(new Date("2026-10-25T01:30:00Z"))).toBe(2);
    expect(warsaw.hourOf(new Date("2026-07-01T10:00:00Z"))).toBe(12);
  });

  it("is busier in December than in July, and in the evening than at night", () => {
    const weight = (day: string) => warsaw.dayWeight(new Date(day));
    expect(weight("2026-12-07T12:00:00Z")).toBeGreaterThan(2 * weight("2026-07-06T12:00:00Z"));
    expect(warsaw.hourWeight(new Date("2026-11-02T19:00:00Z"))).toBe(1);
    expect(warsaw.hourWeight(new Date("2026-11-02T02:00:00Z"))).toBeLessThan(0.05);
  });

  it("lets people sleep between 23:00 and 08:00", () => {
    const wakes = (instant: string) => warsaw.whenAwake(new Date(instant), new Random(1)).toISOString();
    expect(wakes("2026-11-02T21:59:59Z")).toBe("2026-11-02T21:59:59.000Z");
    expect(wakes("2026-11-02T22:00:00Z")).toMatch(/^2026-11-03T(08|09):/);
    expect(wakes("2026-11-03T06:59:59Z")).toMatch(/^2026-11-03T(08|09):/);
  });

  it("starts the demo on the coming Monday at eight", () => {
    expect(demoStart(new Date("2026-11-22T12:00:00Z")).toISOString()).toBe("2026-11-23T07:00:00.000Z");
    expect(demoStart(new Date("2026-11-23T06:59:00Z")).toISOString()).toBe("2026-11-30T07:00:00.000Z");
  });
});
