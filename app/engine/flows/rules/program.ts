import type { Condition } from "~/engine/facts/condition";

import type { FlowDefinition, Step } from "../definition";

/** A step and the one that follows it, wherever that is written: null at the end of the flow. */
export type Place = { step: Step; next: string | null };

/** A definition made ready to be walked: every step by its id. */
export type Program = {
  definition: FlowDefinition;
  first: string | null;
  places: ReadonlyMap<string, Place>;
  /** Every condition that is asked of people within it: exits and branches. */
  conditions: readonly Condition[];
  /** Facts whose dates people sleep until. */
  dates: readonly string[];
};

/** Makes a definition ready to be walked. Step ids must be unique in it; `findProblems` says where they are not. */
export function compileFlow(definition: FlowDefinition): Program {
  const places = new Map<string, Place>();
  placeSteps(definition.steps, null, places);
  const steps = [...places.values()].map(({ step }) => step);
  return {
    definition,
    first: definition.steps[0]?.id ?? null,
    places,
    conditions: [
      ...definition.exits.flatMap(({ when }) => (when.kind === "condition" ? [when.condition] : [])),
      ...steps.flatMap((step) => (step.kind === "branch" ? [step.condition] : [])),
    ],
    dates: steps.flatMap((step) =>
      step.kind === "delay" && step.delay.kind === "fact-date" ? [step.delay.fact] : [],
    ),
  };
}

function placeSteps(steps: readonly Step[], after: string | null, places: Map<string, Place>): void {
  for (const [index, step] of steps.entries()) {
    const next = steps[index + 1]?.id ?? after;
    places.set(step.id, { step, next });
    for (const { steps: inner } of pathsOf(step)) placeSteps(inner, next, places);
  }
}

/** The paths of a step, in the order they are shown; none of most. */
export function pathsOf(step: Step): { name: string; steps: readonly Step[] }[] {
  switch (step.kind) {
    case "branch":
      return [
        { name: "yes", steps: step.yes },
        { name: "no", steps: step.no },
      ];
    case "wait":
      return [
        { name: "happened", steps: step.happened },
        { name: "timedOut", steps: step.timedOut },
      ];
    case "split":
      return step.arms.map((arm) => ({ name: arm.key, steps: arm.steps }));
    case "delay":
    case "holdout":
    case "action":
    case "end":
      return [];
  }
}

/** All steps of a definition, in the order they are read; a step before those of its paths. */
export function listSteps(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...pathsOf(step).flatMap((path) => listSteps(path.steps))]);
}

/** The first step of a path, or where its end leads. */
export function entranceOf(steps: readonly Step[], place: Place): string | null {
  return steps[0]?.id ?? place.next;
}
