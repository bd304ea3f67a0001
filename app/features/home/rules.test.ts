import { expect, test } from "vitest";

import { decideGuide } from "./rules";
import { GUIDE_STEPS, type GuideFacts } from "./schema";

const NOTHING: GuideFacts = {
  sync: { percent: 0, isComplete: false, hasFailed: false },
  hasSenderAddress: false,
  isVipOn: false,
  isRecoveryOn: false,
  hasSentMail: false,
};
const ALL: GuideFacts = {
  sync: { percent: 100, isComplete: true, hasFailed: false },
  hasSenderAddress: true,
  isVipOn: true,
  isRecoveryOn: true,
  hasSentMail: true,
};
const stateOf = (facts: GuideFacts, name: string) =>
  decideGuide(facts).steps.find((step) => step.name === name);

test("in the beginning the history is being read and everything else is open", () => {
  const { steps, doneCount } = decideGuide(NOTHING);
  expect(steps.map((step) => step.name)).toEqual(GUIDE_STEPS);
  expect(steps.map((step) => step.state)).toEqual(["running", "open", "open", "open", "open"]);
  expect(doneCount).toBe(0);
});

test("when everything has happened every step is done", () => {
  expect(decideGuide(ALL)).toMatchObject({
    doneCount: 5,
    steps: GUIDE_STEPS.map((name) => ({ name, state: "done" })),
  });
});

test.each([
  [
    { percent: 0, isComplete: false, hasFailed: false },
    { state: "running", percent: 0 },
  ],
  [
    { percent: 99, isComplete: false, hasFailed: false },
    { state: "running", percent: 99 },
  ],
  [
    { percent: 40, isComplete: false, hasFailed: true },
    { state: "failed", percent: null },
  ],
  [
    { percent: 100, isComplete: true, hasFailed: false },
    { state: "done", percent: null },
  ],
])("a history that is %o is shown as %o", (sync, expected) => {
  expect(stateOf({ ...NOTHING, sync }, "sync")).toMatchObject(expected);
});

test.each([
  ["sender", { hasSenderAddress: false }],
  ["vip", { isVipOn: false }],
  ["recovery", { isRecoveryOn: false }],
  ["mail", { hasSentMail: false }],
])("a step that is undone later is open again: %s", (name, over) => {
  expect(stateOf({ ...ALL, ...over }, name)).toMatchObject({ state: "open" });
  expect(decideGuide({ ...ALL, ...over }).doneCount).toBe(4);
});
