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
  [0, false, false, { state: "running", percent: 0 }],
  [99, false, false, { state: "running", percent: 99 }],
  [40, false, true, { state: "failed", percent: null }],
  [100, true, false, { state: "done", percent: null }],
])("a history read to %i %% (complete: %s, failed: %s) is %o", (percent, isComplete, hasFailed, expected) => {
  expect(stateOf({ ...NOTHING, sync: { percent, isComplete, hasFailed } }, "sync")).toMatchObject(expected);
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
