import { describe, expect, test } from "vitest";

import { segmentsOf } from "./sms-segments";

describe("segments, each of which is charged", () => {
  test.each([
    { text: "a".repeat(160), encoding: "gsm-7", segmentCount: 1 },
    { text: "a".repeat(161), encoding: "gsm-7", segmentCount: 2 },
    { text: "a".repeat(306), encoding: "gsm-7", segmentCount: 2 },
    { text: "a".repeat(307), encoding: "gsm-7", segmentCount: 3 },
    { text: "€".repeat(80), encoding: "gsm-7", segmentCount: 1 },
    { text: "€".repeat(81), encoding: "gsm-7", segmentCount: 2 },
    { text: "ł".repeat(70), encoding: "ucs-2", segmentCount: 1 },
    { text: "ł".repeat(71), encoding: "ucs-2", segmentCount: 2 },
    { text: "🙂".repeat(35), encoding: "ucs-2", segmentCount: 1 },
    // 33 pairs fit into a segment of 67: the 34th is not cut in two.
    { text: "🙂".repeat(67), encoding: "ucs-2", segmentCount: 3 },
    { text: "", encoding: "gsm-7", segmentCount: 1 },
  ])("$text.length units → $segmentCount ($encoding)", ({ text: said, ...expected }) => {
    expect(segmentsOf(said)).toMatchObject(expected);
  });

  test("a message says how many units its last segment still takes", () => {
    expect(segmentsOf("a".repeat(150)).leftCount).toBe(10);
    expect(segmentsOf("a".repeat(161)).leftCount).toBe(145);
    expect(segmentsOf("ł".repeat(70)).leftCount).toBe(0);
    expect(segmentsOf("🙂".repeat(36)).leftCount).toBe(61);
  });
});
