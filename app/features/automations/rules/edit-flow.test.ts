import { describe, expect, test } from "vitest";

import { type FlowDefinition, FlowDefinitionSchema, type Step, StepSchema } from "~/engine/flows/definition";
import { listSteps } from "~/engine/flows/rules/program";

import { ACTION_SETTINGS, TRIGGER_SETTINGS } from "../schema";
import { duplicateStep, type Gap, insertStep, moveStep, removeStep, replaceStep } from "./edit-flow";
import { findConditions } from "./find-conditions";
import { listChanges } from "./list-changes";
import { newAction, newDelay, newExit, newStep, newTrigger, STEP_KINDS } from "./new-parts";
import { anchorOf, conditionProblemsAt, ownerOf, problemsAt } from "./problem-place";

const tag = (id: string): Step => ({ id, kind: "action", action: "tags.add", settings: { tag: id } });
const NEW = tag("newx");

/** aaaa, then a branch with bbbb and cccc on its yes way, then a split with dddd in its second arm. */
const STEPS: Step[] = [
  tag("aaaa"),
  {
    id: "fork",
    kind: "branch",
    condition: { kind: "all", of: [] },
    yes: [
      tag("bbbb"),
      {
        id: "wait",
        kind: "wait",
        events: ["order.paid"],
        timeoutHours: 1,
        happened: [tag("cccc")],
        timedOut: [],
      },
    ],
    no: [],
  },
  {
    id: "spli",
    kind: "split",
    arms: [
      { key: "a", weight: 1, steps: [] },
      { key: "b", weight: 1, steps: [tag("dddd")] },
    ],
  },
];
/** Ids with their paths' in brackets: what a list looks like at a glance. */
const shape = (steps: readonly Step[]): string =>
  steps
    .map((step) => {
      if (step.kind === "branch") return `${step.id}(${shape(step.yes)}|${shape(step.no)})`;
      if (step.kind === "wait") return `${step.id}(${shape(step.happened)}|${shape(step.timedOut)})`;
      if (step.kind === "split") return `${step.id}(${step.arms.map((arm) => shape(arm.steps)).join("|")})`;
      return step.id;
    })
    .join(" ");
const WHOLE = "aaaa fork(bbbb wait(cccc|)|) spli(|dddd)";

test("the flow of these tests", () => expect(shape(STEPS)).toBe(WHOLE));

describe("a step is put into a gap", () => {
  const outermost = (index: number): Gap => ({ parentId: null, path: "", index });
  test.each<[string, Gap, string]>([
    ["first", outermost(0), "newx aaaa fork(bbbb wait(cccc|)|) spli(|dddd)"],
    ["between two", outermost(1), "aaaa newx fork(bbbb wait(cccc|)|) spli(|dddd)"],
    ["last", outermost(3), "aaaa fork(bbbb wait(cccc|)|) spli(|dddd) newx"],
    ["past the end", outermost(9), "aaaa fork(bbbb wait(cccc|)|) spli(|dddd) newx"],
    [
      "in a path",
      { parentId: "fork", path: "yes", index: 1 },
      "aaaa fork(bbbb newx wait(cccc|)|) spli(|dddd)",
    ],
    [
      "in an empty path",
      { parentId: "fork", path: "no", index: 0 },
      "aaaa fork(bbbb wait(cccc|)|newx) spli(|dddd)",
    ],
    [
      "deep inside",
      { parentId: "wait", path: "timedOut", index: 0 },
      "aaaa fork(bbbb wait(cccc|newx)|) spli(|dddd)",
    ],
    ["in an arm", { parentId: "spli", path: "a", index: 0 }, "aaaa fork(bbbb wait(cccc|)|) spli(newx|dddd)"],
    ["in a path that is not there", { parentId: "spli", path: "c", index: 0 }, WHOLE],
    ["in a step that is not there", { parentId: "none", path: "yes", index: 0 }, WHOLE],
  ])("%s", (_where, gap, expected) => {
    expect(shape(insertStep(STEPS, gap, NEW))).toBe(expected);
    expect(shape(STEPS)).toBe(WHOLE);
  });
});

test.each([
  ["aaaa", "fork(bbbb wait(cccc|)|) spli(|dddd)"],
  ["bbbb", "aaaa fork(wait(cccc|)|) spli(|dddd)"],
  ["wait", "aaaa fork(bbbb|) spli(|dddd)"],
  ["fork", "aaaa spli(|dddd)"],
  ["dddd", "aaaa fork(bbbb wait(cccc|)|) spli(|)"],
  ["none", WHOLE],
])("%s is taken out with everything in its paths", (id, expected) => {
  expect(shape(removeStep(STEPS, id))).toBe(expected);
});

test.each<[string, -1 | 1, string]>([
  ["aaaa", 1, "fork(bbbb wait(cccc|)|) aaaa spli(|dddd)"],
  ["aaaa", -1, WHOLE],
  ["spli", -1, "aaaa spli(|dddd) fork(bbbb wait(cccc|)|)"],
  ["spli", 1, WHOLE],
  ["wait", -1, "aaaa fork(wait(cccc|) bbbb|) spli(|dddd)"],
  ["wait", 1, WHOLE],
  ["cccc", 1, WHOLE],
  ["none", 1, WHOLE],
])("%s is moved by %i within its path, and no further", (id, by, expected) => {
  expect(shape(moveStep(STEPS, id, by))).toBe(expected);
});

describe("a copy", () => {
  const counted = () => {
    let count = 0;
    return () => `copy${(count += 1)}`;
  };

  test("stands behind its original, with fresh ids at every depth", () => {
    const copied = duplicateStep(STEPS, "fork", counted());
    expect(shape(copied)).toBe("aaaa fork(bbbb wait(cccc|)|) copy1(copy2 copy3(copy4|)|) spli(|dddd)");
    const ids = listSteps(copied).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("does what its original does", () => {
    const [, copy] = duplicateStep([tag("aaaa")], "aaaa", counted());
    expect(copy).toEqual({ ...tag("aaaa"), id: "copy1" });
  });

  test("of what is not there is none", () => {
    expect(shape(duplicateStep(STEPS, "none", counted()))).toBe(WHOLE);
  });
});

test("a changed step takes the place of the one with its id, wherever that is", () => {
  const changed = replaceStep(STEPS, { id: "cccc", kind: "end" });
  expect(shape(changed)).toBe(WHOLE);
  expect(listSteps(changed).find(({ id }) => id === "cccc")).toEqual({ id: "cccc", kind: "end" });
});

describe("new parts", () => {
  test.each(STEP_KINDS)("a step %s can be saved as it is", (kind) => {
    const step = newStep(kind, "abcd");
    expect(StepSchema.safeParse(step).success).toBe(true);
    expect(step).toMatchObject({ id: "abcd", kind });
  });

  test.each(Object.keys(ACTION_SETTINGS) as (keyof typeof ACTION_SETTINGS)[])(
    "%s lacks only what the merchant has to say",
    (key) => {
      const step = newAction({ key, initial: {} }, "abcd");
      if (step.kind !== "action") throw new Error(step.kind);
      const { error } = ACTION_SETTINGS[key].safeParse(step.settings);
      expect(error?.issues).toHaveLength(1);
      const known = Object.keys(ACTION_SETTINGS[key].shape);
      expect(known).toEqual(expect.arrayContaining(Object.keys(step.settings)));
    },
  );

  test.each(Object.keys(TRIGGER_SETTINGS) as (keyof typeof TRIGGER_SETTINGS)[])(
    "%s has settings of its own names only",
    (key) => {
      const { settings } = newTrigger({ key, initial: {} });
      expect(Object.keys(TRIGGER_SETTINGS[key].shape)).toEqual(expect.arrayContaining(Object.keys(settings)));
    },
  );

  test("what a feature contributes begins with what it says itself", () => {
    const points = { key: "points.award", initial: { points: 10 } };
    expect(newAction(points, "abcd")).toMatchObject({ action: "points.award", settings: { points: 10 } });
    expect(newTrigger({ key: "constructor", initial: {} })).toEqual({ key: "constructor", settings: {} });
  });

  test("a delay until a date begins with today, which is over at once", () => {
    expect(newDelay("date", "2026-11-23")).toEqual({ kind: "date", on: "2026-11-23" });
    expect(newDelay("duration", "2026-11-23")).toMatchObject({ amount: 1, unit: "days" });
    expect(newExit("condition", "abcd").when.kind).toBe("condition");
  });
});

describe("a problem's place", () => {
  test.each([
    ["steps.abcd.settings.tag", "step-abcd"],
    ["steps.abcd", "step-abcd"],
    ["exits.abcd.condition.of.0", "exit-abcd"],
    ["trigger.settings.events", "part-trigger"],
    ["entry.of.0", "part-entry"],
    ["name", "part-name"],
    ["steps", "part-steps"],
    ["", "part-steps"],
  ])("%s is shown at %s", (place, anchor) => {
    expect(anchorOf(ownerOf(place))).toBe(anchor);
  });

  test("belongs to a part only when it is within it", () => {
    const problems = [
      { place: "steps.abcd.settings", code: "a" },
      { place: "steps.abcde", code: "b" },
      { place: "steps.abcd", code: "c" },
    ];
    expect(problemsAt(problems, "steps.abcd").map(({ code }) => code)).toEqual(["a", "c"]);
  });

  test("of a condition is told from within it", () => {
    const problems = [
      { place: "entry.of.0", code: "unknown-fact", textNamespace: "facts", params: { fact: "x" } },
      { place: "entry", code: "too-deep", textNamespace: "facts" },
      { place: "entry", code: "invalid-shape" },
    ];
    expect(conditionProblemsAt(problems, "entry")).toEqual([
      { place: "of.0", code: "unknown-fact", params: { fact: "x" } },
      { place: "", code: "too-deep" },
    ]);
  });
});

describe("a whole flow", () => {
  const condition = { kind: "fact", fact: "orders.count", operator: "at-least", operand: 1 } as const;
  const flow = (over: Record<string, unknown>): FlowDefinition =>
    FlowDefinitionSchema.parse({ trigger: { key: "people.by-hand" }, steps: STEPS, ...over });

  test("has conditions in its trigger, its entry, its exits and its branches", () => {
    const whole = flow({
      trigger: { key: "segments.entered", settings: { condition } },
      entry: condition,
      exits: [
        { id: "exit", when: { kind: "condition", condition } },
        { id: "exi2", when: { kind: "event", events: ["order.paid"] } },
      ],
    });
    expect(findConditions(whole)).toHaveLength(4);
    expect(findConditions(flow({ trigger: { key: "x", settings: { condition: 7 } } }))).toHaveLength(1);
  });

  test("is told apart from another line by line", () => {
    const before = flow({ exits: [{ id: "exit", when: { kind: "event", events: ["order.paid"] } }] });
    const steps = replaceStep(
      removeStep(insertStep(STEPS, { parentId: null, path: "", index: 3 }, NEW), "dddd"),
      {
        ...tag("bbbb"),
        id: "aaaa",
      } as Step,
    );
    const after = flow({ entry: condition, steps });
    const told = listChanges(before, after).map((line) => {
      if (line.kind === "part") return line.part;
      return `${line.how} ${line.kind === "step" ? line.step.id : line.exit.id}`;
    });
    expect(told).toEqual(["entry", "added newx", "changed aaaa", "removed dddd", "removed exit"]);
    expect(listChanges(before, before)).toEqual([]);
  });
});
