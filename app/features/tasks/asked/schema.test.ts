import { expect, test } from "vitest";

import { parseTaskAction } from "./schema";

const CREATE = { kind: "create-task", key: "0123456789", title: " Call Ada " };

test("blank fields are what there is none of, and spaces around do not count", () => {
  expect(parseTaskAction({ ...CREATE, detail: " ", dueOn: "", owner: "", customerId: "" })).toEqual({
    ok: true,
    action: {
      ...{ kind: "create-task", key: "0123456789", title: "Call Ada" },
      ...{ detail: null, dueOn: null, owner: null, customerId: null },
    },
  });
});

test.each([
  ["title", "  ", "title-missing"],
  ["title", "x".repeat(201), "title-long"],
  ["detail", "x".repeat(2_001), "detail-long"],
  ["owner", "x".repeat(101), "owner-long"],
  ["dueOn", "tomorrow", "due-unreadable"],
  ["dueOn", "2026-02-30", "due-unreadable"],
])("%s %j is told by its field: %s", (field, value, code) => {
  expect(parseTaskAction({ ...CREATE, [field]: value })).toEqual({ ok: false, problems: [{ field, code }] });
});

test.each([
  ["title", "x".repeat(200)],
  ["detail", "x".repeat(2_000)],
  ["owner", "x".repeat(100)],
  ["dueOn", "2028-02-29"],
])("%s takes what just fits", (field, value) => {
  expect(parseTaskAction({ ...CREATE, [field]: value }).ok).toBe(true);
});

test("a note needs words, at most 2,000 of their letters", () => {
  const note = (body: string) =>
    parseTaskAction({ kind: "add-note", key: "0123456789", customerId: "c", body });
  expect(note(" ")).toEqual({ ok: false, problems: [{ field: "body", code: "body-missing" }] });
  expect(note("x".repeat(2_001))).toEqual({ ok: false, problems: [{ field: "body", code: "body-long" }] });
  expect(note("x".repeat(2_000)).ok).toBe(true);
});

test.each([
  { kind: "burn-task" },
  { ...CREATE, key: "short" },
  { kind: "settle-task", taskId: "t1", to: "lost" },
  {},
])("what no form of ours sends is refused without naming a field: %j", (form) => {
  expect(parseTaskAction(form)).toEqual({ ok: false, problems: [] });
});
