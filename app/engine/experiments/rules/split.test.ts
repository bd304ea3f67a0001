import { expect, test } from "vitest";

import type { LiftFigures, LiftState } from "../schema";
import { decideSplit } from "./split";

const figures = (treatedMeanMinor: number): LiftFigures => ({
  ...{ treatedCount: 500, controlCount: 500, treatedMeanMinor, controlMeanMinor: 100, incrementalMinor: 0 },
  ...{ lowMinor: 0, highMinor: 0, confidence: 0.95, visibleMinor: 10 },
});
const said = (kind: "lift" | "drop" | "no-difference", mean: number): LiftState => ({
  kind,
  ...figures(mean),
});
const waiting: LiftState = {
  ...{ kind: "not-enough-data", why: "still-running", neededCount: 500, readyAt: null },
};

test.each([
  [
    "nothing while an arm is not judged",
    [waiting, said("lift", 200)],
    { kind: "too-early", neededCount: 500 },
  ],
  ["the arm that brings most of those that bring more", [said("lift", 150), said("lift", 200)], { arm: "c" }],
  [
    "an arm that brings more, also beside one that brings less",
    [said("lift", 150), said("drop", 50)],
    { arm: "b" },
  ],
  [
    "the first one when all others bring less",
    [said("drop", 40), said("drop", 50)],
    { arm: "a", otherArm: "c" },
  ],
  [
    "no difference where none is seen",
    [said("drop", 40), said("no-difference", 99)],
    { kind: "no-difference" },
  ],
])("says %s", (_what, lifts, verdict) => {
  const arms = lifts.map((lift, n) => ({ arm: ["b", "c"][n] ?? "", lift }));
  expect(decideSplit(arms, "a")).toMatchObject(verdict);
});
