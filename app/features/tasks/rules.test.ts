import { describe, expect, test } from "vitest";

import { canDelete, decideStep, dueGroupOf, isNear, originOf, toldStaff } from "./rules";
import { DUE_GROUPS, TASK_STATES } from "./schema";

test("a task leaves open as done or dropped, and comes back; there is no way between the two", () => {
  const steps = TASK_STATES.map((from) => TASK_STATES.map((to) => decideStep(from, to)));
  expect(steps).toEqual([
    ["stays", "goes", "goes"],
    ["goes", "stays", "impossible"],
    ["goes", "impossible", "stays"],
  ]);
});

test.each([
  ["2026-11-29", "overdue"],
  ["2026-11-30", "today"],
  ["2026-12-01", "later"],
  [null, "some-time"],
] as const)("what is due on %s is, on 30 November, %s", (dueOn, group) => {
  expect(dueGroupOf(dueOn, "2026-11-30")).toBe(group);
  expect(DUE_GROUPS).toContain(group);
});

test.each([
  ["2016-12-01", false],
  ["2016-12-02", true],
  ["2026-11-30", true],
  ["2036-11-27", true],
  ["2036-11-28", false],
])("3,650 days before and after 30 November 2026 are near: %s is %s", (day, near) => {
  expect(isNear(day, "2026-11-30")).toBe(near);
});

test("a key of an effect tells what is behind it", () => {
  expect(originOf("flow:r1:s1")).toBe("flow");
  expect(originOf("shopify-flow:run-1")).toBe("shopify-flow");
  expect(originOf("form:abc")).toBe("staff");
});

describe("a note can be deleted", () => {
  test.each([
    ["its author's own", { origin: "staff", authorId: "7" }, "7", true],
    ["somebody else's", { origin: "staff", authorId: "7" }, "8", false],
    ["somebody's, by whom is not known", { origin: "staff", authorId: "7" }, null, false],
    ["of an author who is not known", { origin: "staff", authorId: null }, "8", true],
    ["of a flow", { origin: "flow", authorId: null }, "8", true],
  ])("%s", (_whose, note, reader, isTheirs) => {
    expect(canDelete(note, reader)).toBe(isTheirs);
  });
});

test("a reader is told of themselves as you", () => {
  expect([toldStaff("7", "7"), toldStaff("7", "8"), toldStaff(null, null), toldStaff("7", null)]).toEqual([
    "you",
    "7",
    null,
    "7",
  ]);
});
