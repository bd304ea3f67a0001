import { describe, expect, test } from "vitest";

import { formatLines, isComplete, type Line, lineOf, type Outcome, summarise } from "./report";

const payload = {
  file: "a/x.json",
  topic: "orders/create",
  apiVersion: null,
  happenedAt: null,
  body: Buffer.alloc(0),
};
const delivery = { payload, webhookId: "w1", headers: {} };
const kept = { status: 200, message: "stored" };
const fate = (
  state: string,
  problem: { path?: string; value?: unknown; message?: string } | null = null,
) => ({
  webhookId: "w1",
  state,
  problem,
});

describe("what is said of a delivery", () => {
  test.each(["projected", "ignored", "refused", "dead"])("the inbox says %s", (state) => {
    expect(lineOf(delivery, kept, fate(state)).outcome).toBe(state);
  });

  test("a problem is told with its path and value", () => {
    const problem = { path: "customer.id", value: "not-a-number", message: "expected a numeric id" };
    expect(lineOf(delivery, kept, fate("dead", problem)).reason).toBe(
      "customer.id = not-a-number: expected a numeric id",
    );
  });

  test("a long value is cut, one that is no text is shown as JSON", () => {
    const problem = { path: "$", value: { a: "x\n".repeat(100) }, message: "expected an array" };
    const { reason } = lineOf(delivery, kept, fate("dead", problem));
    expect(reason).toMatch(/^\$ = \{"a":"x.*…: expected an array$/);
    expect(reason.length).toBeLessThan(120);
  });

  test.each([
    {
      what: "still waits",
      answer: kept,
      known: fate("retrying"),
      outcome: "stored",
      reason: "still retrying",
    },
    {
      what: "cannot be looked at",
      answer: kept,
      known: null,
      outcome: "stored",
      reason: "answered 200 stored",
    },
    {
      what: "is not in the inbox",
      answer: { status: 200, message: "unknown shop" },
      known: undefined,
      outcome: "not-kept",
      reason: "unknown shop",
    },
    {
      what: "was turned away",
      answer: { status: 413, message: "too large" },
      known: undefined,
      outcome: "turned-away",
      reason: "413 too large",
    },
    {
      what: "got no answer",
      answer: { status: null, message: "ECONNREFUSED" },
      known: undefined,
      outcome: "unanswered",
      reason: "ECONNREFUSED",
    },
  ])("a delivery that $what", ({ answer, known, outcome, reason }) => {
    expect(lineOf(delivery, answer, known)).toEqual({
      file: "a/x.json",
      topic: "orders/create",
      outcome,
      reason,
    });
  });

  test("a state that is not known stops the program instead of being taken for another", () => {
    expect(() => lineOf(delivery, kept, fate("quarantined"))).toThrow('"quarantined"');
  });
});

const lines = (...outcomes: Outcome[]): Line[] =>
  outcomes.map((outcome) => ({ file: "a/x.json", topic: "orders/create", outcome, reason: "" }));

test("the lines are aligned and end where their text ends", () => {
  const text = formatLines([
    { file: "a.json", topic: "orders/create", outcome: "projected", reason: "" },
    { file: "longer.json", topic: "refunds/create", outcome: "dead", reason: "$: expected JSON" },
  ]);
  expect(text.split("\n")).toEqual([
    "projected  orders/create   a.json",
    "dead       refunds/create  longer.json  $: expected JSON",
  ]);
});

test("the summary counts each outcome that occurred", () => {
  expect(summarise(lines("dead", "projected", "projected"), 3)).toBe(
    "projected: 2\ndead: 1\nnot a webhook payload: 3",
  );
});

describe("a replay is complete", () => {
  test("when everything was settled, or turned away by the door", () => {
    expect(
      isComplete(lines("projected", "ignored", "refused", "dead", "turned-away", "not-kept"), true),
    ).toBe(true);
  });
  test("when everything was answered, where nobody can look further", () => {
    expect(isComplete(lines("stored"), false)).toBe(true);
  });
  test("but not when one still waits, or got no answer", () => {
    expect(isComplete(lines("projected", "stored"), true)).toBe(false);
    expect(isComplete(lines("unanswered"), false)).toBe(false);
  });
});
