import { expect, test } from "vitest";

import { countSoftBounces } from "./rules";
import type { FeedbackKind } from "./schema";

const KINDS: Record<string, FeedbackKind> = {
  d: "delivered",
  s: "soft-bounce",
  h: "hard-bounce",
  c: "complaint",
};

/** `s1` is a soft bounce of mail 1; newest first. */
const reports = (written: string) =>
  written
    .split(" ")
    .filter(Boolean)
    .map((one) => ({ kind: KINDS[one.charAt(0)]!, messageId: one.slice(1) }));

test.each([
  ["", 0],
  ["s1", 1],
  ["s5 s4 s3 s2 s1", 5],
  ["s5 s4 s3 s2 d1", 4],
  ["s6 d5 s4 s3 s2 s1", 1],
  ["d5 s4 s3 s2 s1", 0],
  // The same mail is tried again and again: it is one.
  ["s1 s1 s1 s1 s1", 1],
  ["s2 s1 s2 s1", 2],
  // Tried again, it arrived after all.
  ["d1 s1 s1", 0],
  ["s3 d2 s2 s1", 1],
  ["c2 s1", 1],
])("reports %j, newest first, are %i mails in a row that came back", (written, count) => {
  expect(countSoftBounces(reports(written))).toBe(count);
});
