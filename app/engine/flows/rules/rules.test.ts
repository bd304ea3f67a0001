import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { definitionOf, note } from "../../../../tests/support/flow-world";
import { DAY_MS } from "~/kit/duration";

import type { Delay, FlowDefinition } from "../definition";
import { decideDelay } from "./delay";
import { diffFlows } from "./diff";
import { type EarlierEntry, findRefusal } from "./entry";
import { type Ground, interpret } from "./interpret";
import { type Catalogue, listProblems } from "./problems";
import { compileFlow } from "./program";
import { findCircles, startsOf } from "./starts";

const WARSAW = "Europe/Warsaw";
const FACT = { kind: "fact", fact: "orders.count", operator: "at-least", operand: 1 };
const iso = (date: Date | null) => date?.toISOString().slice(0, 16) ?? null;

describe("a delay lasts", () => {
  const REGISTERED = new Date("2025-03-29T12:00:00Z");
  const dateOf = (fact: string) => ({ registered: REGISTERED, birthday: "2026-10-25" })[fact] ?? null;
  const until = (delay: Delay, from: string, zone = WARSAW) =>
    iso(decideDelay(delay, { zone, from: new Date(from), dateOf }));

  test.each<[string, Delay, string, string | null]>([
    [
      "hours exactly, over the hour that is skipped",
      { kind: "duration", amount: 24, unit: "hours" },
      "2026-03-28T12:00:00Z",
      "2026-03-29T12:00",
    ],
    [
      "a day by the calendar in spring",
      { kind: "duration", amount: 1, unit: "days" },
      "2026-03-28T12:00:00Z",
      "2026-03-29T11:00",
    ],
    [
      "a day by the calendar in autumn",
      { kind: "duration", amount: 1, unit: "days" },
      "2026-10-24T12:00:00Z",
      "2026-10-25T13:00",
    ],
    [
      "minutes",
      { kind: "duration", amount: 90, unit: "minutes" },
      "2026-03-29T00:30:00Z",
      "2026-03-29T02:00",
    ],
    [
      "until a time of day",
      { kind: "time-of-day", time: "09:00" },
      "2026-03-28T12:00:00Z",
      "2026-03-29T07:00",
    ],
    [
      "until a time of day that it is",
      { kind: "time-of-day", time: "14:00" },
      "2026-03-29T12:00:00Z",
      "2026-03-29T12:00",
    ],
    [
      "until a weekday",
      { kind: "weekday", weekdays: [1], time: "09:00" },
      "2026-10-24T12:00:00Z",
      "2026-10-26T08:00",
    ],
    ["until a day begins", { kind: "date", on: "2026-03-29" }, "2026-01-01T12:00:00Z", "2026-03-28T23:00"],
    [
      "until a known instant",
      { kind: "fact-date", fact: "registered", offsetDays: 1 },
      "2026-01-01T12:00:00Z",
      "2025-03-30T11:00",
    ],
    [
      "until the days before a known day",
      { kind: "fact-date", fact: "birthday", offsetDays: -7 },
      "2026-01-01T12:00:00Z",
      "2026-10-17T22:00",
    ],
    [
      "for ever, as far as is known",
      { kind: "fact-date", fact: "unknown", offsetDays: 0 },
      "2026-01-01T12:00:00Z",
      null,
    ],
  ])("%s", (_title, delay, from, expected) => expect(until(delay, from)).toBe(expected));

  test("until the clocks of the person show it, not those of the shop", () => {
    expect(until({ kind: "time-of-day", time: "09:00" }, "2026-03-28T12:00:00Z", "America/New_York")).toBe(
      "2026-03-28T13:00",
    );
  });
});

describe("the interpreter", () => {
  const ground: Ground = {
    shopId: "s1",
    flowId: "f1",
    personId: "s1_1",
    zone: WARSAW,
    from: new Date("2026-03-02T12:00:00Z"),
    facts: { holds: () => true, dateOf: () => null },
  };
  const walk = (steps: unknown[], over: Partial<Ground> = {}) => {
    const program = compileFlow(definitionOf({ steps }));
    return interpret(program, { stepId: program.first, arrival: "arrived" }, { ...ground, ...over });
  };
  const fork = { id: "fork", kind: "branch", condition: FACT, yes: [], no: [note("no11")] };

  test.each<[string, unknown[], Partial<Ground>, object]>([
    ["of nothing is over", [], {}, { kind: "end", reason: "finished" }],
    ["acts", [note("act1")], {}, { kind: "act", stepId: "act1", action: "test.record" }],
    [
      "asks before it acts on somebody it does not know",
      [note("act1")],
      { facts: null },
      { kind: "look", stepId: "act1" },
    ],
    ["asks before it decides", [fork], { facts: null }, { kind: "look", stepId: "fork" }],
    ["goes on after an empty path", [fork, note("after")], {}, { kind: "act", stepId: "after" }],
    [
      "needs to know nobody to sleep",
      [{ id: "wait", kind: "delay", delay: { kind: "duration", amount: 1, unit: "days" } }],
      { facts: null },
      { kind: "sleep", stepId: "wait" },
    ],
    [
      "passes a day that is over",
      [{ id: "past", kind: "delay", delay: { kind: "date", on: "2026-03-02" } }, note("act1")],
      {},
      { kind: "act", stepId: "act1" },
    ],
    [
      "stops at a date that nobody knows",
      [{ id: "date", kind: "delay", delay: { kind: "fact-date", fact: "birthday" } }, note("act1")],
      {},
      { kind: "end", state: "stopped", reason: "date-unknown" },
    ],
    [
      "holds out everybody it is told to, up to a half",
      [{ id: "held", kind: "holdout", shareBp: 0 }, note("act1")],
      {},
      { kind: "act" },
    ],
    [
      "ends where it says so",
      [{ id: "end1", kind: "end" }, note("act1")],
      {},
      { kind: "end", state: "done" },
    ],
  ])("%s", (_title, steps, over, expected) => expect(walk(steps, over).effect).toMatchObject(expected));

  test("ends a run whose step its version does not have", () => {
    const program = compileFlow(definitionOf({ steps: [note("act1")] }));
    for (const arrival of ["arrived", "over"] as const)
      expect(interpret(program, { stepId: "gone1", arrival }, ground).effect).toMatchObject({
        state: "stopped",
        reason: "step-unknown",
      });
  });

  test("goes to where paths meet again from the end of any", () => {
    const inner = { id: "inner", kind: "branch", condition: FACT, yes: [note("deep1")], no: [] };
    const program = compileFlow(
      definitionOf({
        steps: [
          { ...fork, yes: [inner] },
          note("after"),
          { ...fork, id: "last", no: [], yes: [note("end1")] },
        ],
      }),
    );
    const after = (stepId: string) => interpret(program, { stepId, arrival: "over" }, ground).effect;
    expect(after("deep1")).toMatchObject({ stepId: "after" });
    expect(after("no11")).toMatchObject({ stepId: "after" });
    expect(after("end1")).toMatchObject({ kind: "end", reason: "finished" });
  });
});

describe("re-entry", () => {
  const SINCE = new Date("2026-01-01T00:00:00Z");
  const at = (days: number) => new Date(SINCE.getTime() + days * DAY_MS);
  const candidate = { entryKey: "k2", enteredAt: at(10), customer: "known" as const };
  const entry = (entryKey: string, days: number): EarlierEntry => ({ entryKey, enteredAt: at(days) });
  const ground = {
    since: SINCE,
    needsCustomer: true,
    reentry: { kind: "per-key" } as FlowDefinition["reentry"],
  };
  const within: FlowDefinition["reentry"] = { kind: "after-days", days: 7 };

  test.each<
    [string, Partial<typeof candidate> | object, EarlierEntry[], Partial<typeof ground>, string | null]
  >([
    ["of somebody new is none", {}, [], {}, null],
    [
      "before the publication by a millisecond is refused",
      { enteredAt: new Date(SINCE.getTime() - 1) },
      [],
      {},
      "before-publication",
    ],
    ["at the publication is not", { enteredAt: SINCE }, [], {}, null],
    ["of a guest is refused where a customer is needed", { customer: "guest" }, [], {}, "no-customer"],
    ["of a guest is not where none is", { customer: "guest" }, [], { needsCustomer: false }, null],
    ["of somebody who is gone is refused", { customer: "gone" }, [], {}, "customer-gone"],
    ["with the same key is refused", {}, [entry("k2", 1)], {}, "same-key"],
    ["with another key is not", {}, [entry("k1", 1)], {}, null],
    [
      "with another key is, where it is once only",
      {},
      [entry("k1", 1)],
      { reentry: { kind: "once" } },
      "entered-once",
    ],
    [
      "a millisecond too soon is refused",
      {},
      [{ entryKey: "k1", enteredAt: new Date(at(3).getTime() + 1) }],
      { reentry: within },
      "entered-lately",
    ],
    ["after the days is not", {}, [entry("k1", 3)], { reentry: within }, null],
    [
      "that comes late is refused before another, too",
      {},
      [entry("k1", 12)],
      { reentry: within },
      "entered-lately",
    ],
  ])("%s", (_title, over, earlier, overGround, expected) =>
    expect(findRefusal({ ...candidate, ...over, earlier }, { ...ground, ...overGround })).toBe(expected),
  );

  test("is never broken, whoever comes in whatever order", () => {
    const someReentry = fc.oneof(
      fc.constant({ kind: "per-key" as const }),
      fc.constant({ kind: "once" as const }),
      fc.record({ kind: fc.constant("after-days" as const), days: fc.integer({ min: 1, max: 30 }) }),
    );
    const someEntries = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 90 })));
    fc.assert(
      fc.property(someReentry, someEntries, (reentry, entries) => {
        const accepted: EarlierEntry[] = [];
        for (const [key, day] of entries) {
          const next = { entryKey: `k${key}`, enteredAt: at(day), customer: "known" as const };
          if (findRefusal({ ...next, earlier: accepted }, { ...ground, reentry }) === null)
            accepted.push(next);
        }
        expect(new Set(accepted.map(({ entryKey }) => entryKey)).size).toBe(accepted.length);
        if (reentry.kind === "once") expect(accepted.length).toBeLessThanOrEqual(1);
        if (reentry.kind !== "after-days") return;
        const days = accepted.map(({ enteredAt }) => enteredAt.getTime()).sort((a, b) => a - b);
        for (const [index, day] of days.entries())
          if (index > 0) expect(day - (days[index - 1] ?? 0)).toBeGreaterThanOrEqual(reentry.days * DAY_MS);
      }),
    );
  });
});

test("two versions differ by the ids of their steps and exits", () => {
  const fork = (yes: unknown[], no: unknown[]) => ({ id: "fork", kind: "branch", condition: FACT, yes, no });
  const exit = (id: string, event: string) => ({ id, when: { kind: "event", events: [event] } });
  const before = definitionOf({
    exits: [exit("same", "a"), exit("other", "a")],
    steps: [note("first"), fork([note("yes1")], [note("no11")]), note("last1")],
  });
  const after = definitionOf({
    entry: FACT,
    exits: [exit("same", "a"), exit("other", "b"), exit("young", "a")],
    steps: [fork([note("no11")], []), note("last1", { label: "changed" }), note("young")],
  });
  expect(diffFlows(before, after)).toEqual({
    trigger: false,
    entry: true,
    reentry: false,
    exits: { added: ["young"], removed: [], changed: ["other"] },
    steps: { added: ["young"], removed: ["first", "yes1"], changed: ["last1"], moved: ["no11"] },
  });
  expect(Object.values(diffFlows(before, before).steps).flat()).toEqual([]);
});

describe("a problem is told with its place:", () => {
  const catalogue: Catalogue = {
    checkTrigger: (key) => (key === "test.order-paid" ? [] : null),
    checkAction: (key, { label }) =>
      key !== "test.record" ? null : label === "" ? [{ field: "label", message: "too short" }] : [],
    isEvent: (type) => type === "order.paid",
    isDateFact: (fact) => ({ birthday: true, "orders.count": false })[fact] ?? null,
    checkCondition: (condition) =>
      condition.kind === "fact" && condition.fact === "no.such"
        ? [{ place: "of.0", code: "unknown-fact" }]
        : [],
  };
  const BAD = { ...FACT, fact: "no.such" };
  const end = { id: "end1", kind: "end" };
  const fork = (yes: unknown[], no: unknown[]) => ({ id: "fork", kind: "branch", condition: FACT, yes, no });

  test.each<[string, Record<string, unknown>, string[]]>([
    ["nothing is wrong", { steps: [note("one1")] }, []],
    ["no steps", {}, ["steps no-steps"]],
    ["a trigger that is none", { trigger: { key: "no" }, steps: [end] }, ["trigger unknown-trigger"]],
    ["an entry over what is not known", { entry: BAD, steps: [end] }, ["entry.of.0 unknown-fact"]],
    [
      "exits",
      {
        exits: [
          { id: "exit1", when: { kind: "condition", condition: BAD } },
          { id: "exit1", when: { kind: "event", events: ["no", "order.paid"] } },
        ],
        steps: [end],
      },
      [
        "exits.exit1.condition.of.0 unknown-fact",
        "exits.exit1.events unknown-event",
        "exits.exit1 duplicate-id",
      ],
    ],
    [
      "two steps with one id, at any depth",
      { steps: [note("one1"), fork([note("one1")], [])] },
      ["steps.one1 duplicate-id"],
    ],
    ["a step after the end", { steps: [end, note("lost1")] }, ["steps.lost1 unreachable"]],
    [
      "a step after a fork that ends on all paths",
      { steps: [fork([end], [{ ...end, id: "end2" }]), note("lost1")] },
      ["steps.lost1 unreachable"],
    ],
    ["none after a fork with a way on", { steps: [fork([end], []), note("one1")] }, []],
    ["a fork with nothing in it", { steps: [fork([], [])] }, ["steps.fork empty-paths"]],
    [
      "variants of one name",
      {
        steps: [
          {
            id: "split",
            kind: "split",
            arms: [
              { key: "a", weight: 1, steps: [note("one1")] },
              { key: "a", weight: 1, steps: [] },
            ],
          },
        ],
      },
      ["steps.split.arms.a duplicate-arm"],
    ],
    ["settings", { steps: [note("one1", { label: "" })] }, ["steps.one1.settings.label invalid-setting"]],
    ["an action that is none", { steps: [{ ...note("one1"), action: "no" }] }, ["steps.one1 unknown-action"]],
    [
      "a date that is none",
      {
        steps: ["birthday", "orders.count", "no.such"].map((fact, index) => ({
          id: `date${index}`,
          kind: "delay",
          delay: { kind: "fact-date", fact },
        })),
      },
      ["steps.date1.delay.fact fact-is-no-date", "steps.date2.delay.fact unknown-fact"],
    ],
    [
      "waiting for what never happens",
      { steps: [{ id: "wait", kind: "wait", events: ["no"], timeoutHours: 1, happened: [], timedOut: [] }] },
      ["steps.wait.events unknown-event"],
    ],
  ])("%s", (_title, over, expected) => {
    const found = listProblems(definitionOf(over), catalogue).map(({ place, code }) => `${place} ${code}`);
    expect(found).toEqual(expected);
  });
});

test.each<[string, [string, string[]][], string[]]>([
  ["itself", [], ["self1"]],
  ["one that starts it", [["b", ["a"]]], ["self1", "other"]],
  [
    "one that starts one that starts it, in spite of a circle of others",
    [
      ["b", ["c"]],
      ["c", ["b", "a"]],
    ],
    ["self1", "other"],
  ],
])("a flow starts itself by starting %s", (_title, others, expected) => {
  const start = (id: string, flowId: string) => ({
    id,
    kind: "action",
    action: "test.start-flow",
    settings: { flowId },
  });
  const starts = startsOf(
    definitionOf({ steps: [start("self1", "a"), start("other", "b"), start("safe1", "d")] }),
  );
  expect(findCircles("a", starts, new Map(others)).map(({ stepId }) => stepId)).toEqual(expected);
});
