import fc from "fast-check";
import { expect, test } from "vitest";

import { type Click, CLICK_SIGNALS, judgeClick } from "./judge-click";

const SENT_AT = new Date("2026-03-01T12:00:00.000Z");
const at = (ms: number) => new Date(SENT_AT.getTime() + ms);
const MINUTE = 60_000;
const click = (over: Partial<Click> = {}): Click => ({
  position: 1,
  signal: null,
  clickedAt: at(MINUTE),
  ...over,
});
const verdict = (judged: Click, others: Click[] = [], sentAt: Date | null = SENT_AT) => {
  const judgement = judgeClick(judged, others, sentAt);
  return judgement.kind === "bot" ? judgement.reason : "person";
};

test("somebody who follows one link a minute later is a person", () => {
  expect(verdict(click())).toBe("person");
});

test.each(CLICK_SIGNALS)("a request that gives itself away is a program: %s", (signal) => {
  expect(verdict(click({ signal }))).toBe(signal);
});

test.each([
  [0, "too-soon"],
  [4_999, "too-soon"],
  [5_000, "person"],
  [5_001, "person"],
])("%i ms after the mail left: %s", (ms, expected) => {
  expect(verdict(click({ clickedAt: at(ms) }))).toBe(expected);
});

test("a mail that perhaps left at an unknown time makes nobody a program", () => {
  expect(verdict(click({ clickedAt: at(0) }), [], null)).toBe("person");
});

test.each([
  [-1_001, "person"],
  [-1_000, "burst"],
  [999, "burst"],
  [1_000, "burst"],
  [1_001, "person"],
])("another link %i ms apart: %s", (ms, expected) => {
  expect(verdict(click(), [click({ position: 2, clickedAt: at(MINUTE + ms) })])).toBe(expected);
});

test("the same link twice within a second is somebody's double click", () => {
  expect(verdict(click(), [click({ clickedAt: at(MINUTE + 200) })])).toBe("person");
});

test.each([
  [-10_001, "person"],
  [-10_000, "honeypot"],
  [10_000, "honeypot"],
  [10_001, "person"],
])("the hidden link followed %i ms apart: %s", (ms, expected) => {
  expect(verdict(click(), [click({ position: 0, clickedAt: at(MINUTE + ms) })])).toBe(expected);
});

test("whoever follows the hidden link is a program, whenever", () => {
  expect(verdict(click({ position: 0, clickedAt: at(86_400_000) }))).toBe("honeypot");
});

test("more of other clicks never makes a program a person", () => {
  const clicks = fc.record({
    position: fc.integer({ min: 0, max: 3 }),
    signal: fc.constant(null),
    clickedAt: fc.integer({ min: 0, max: 120_000 }).map(at),
  });
  fc.assert(
    fc.property(clicks, fc.array(clicks), fc.array(clicks), (judged, some, more) => {
      if (verdict(judged, some) !== "person") expect(verdict(judged, [...some, ...more])).not.toBe("person");
    }),
  );
});
