import type { Step } from "~/engine/flows/definition";

/*
 * Editing the steps of a flow. Every function gives a new list and leaves the old one as it is; ids that are not there
 * change nothing.
 */

/** Between two steps: in a path of the step `parentId`, or in the flow's own list when it is null. */
export type Gap = {
  parentId: string | null;
  /** As `pathsOf` names it; empty in the flow's own list. */
  path: string;
  /** How many steps of the list are before it. */
  index: number;
};

type Steps = readonly Step[];
type ListPlace = Pick<Gap, "parentId" | "path">;
type ListChange = (steps: Step[], place: ListPlace) => Step[];

const OUTERMOST: ListPlace = { parentId: null, path: "" };

/** Puts a step into a gap. An index past the end of the list is its end. */
export function insertStep(steps: Steps, { parentId, path, index }: Gap, step: Step): Step[] {
  return changeLists(steps, (list, place) =>
    place.parentId === parentId && place.path === path ? list.toSpliced(index, 0, step) : list,
  );
}

/** Takes a step out, with everything in its paths. */
export function removeStep(steps: Steps, id: string): Step[] {
  return changeLists(steps, (list) => list.filter((step) => step.id !== id));
}

/** Exchanges a step with its neighbour in the same path; at the end of the path nothing changes. @param by −1: up. */
export function moveStep(steps: Steps, id: string, by: -1 | 1): Step[] {
  return changeLists(steps, (list) => {
    const from = list.findIndex((step) => step.id === id);
    const [moved, neighbour] = [list[from], list[from + by]];
    if (!moved || !neighbour) return list;
    return list.with(from, neighbour).with(from + by, moved);
  });
}

/** Puts a copy behind a step. @param freshId Asked once for the step and for each one in its paths. */
export function duplicateStep(steps: Steps, id: string, freshId: () => string): Step[] {
  return changeLists(steps, (list) =>
    list.flatMap((step) => (step.id === id ? [step, copyOf(step, freshId)] : [step])),
  );
}

/** Puts a changed step in the place of the one with its id. */
export function replaceStep(steps: Steps, changed: Step): Step[] {
  return changeLists(steps, (list) => list.map((step) => (step.id === changed.id ? changed : step)));
}

function copyOf(step: Step, freshId: () => string): Step {
  return withPaths({ ...step, id: freshId() }, (inner) => inner.map((one) => copyOf(one, freshId)));
}

function changeLists(steps: Steps, change: ListChange, place: ListPlace = OUTERMOST): Step[] {
  const changed = steps.map((step) =>
    withPaths(step, (inner, path) => changeLists(inner, change, { parentId: step.id, path })),
  );
  return change(changed, place);
}

/** The step with each of its paths changed. */
function withPaths(step: Step, change: (steps: Step[], path: string) => Step[]): Step {
  switch (step.kind) {
    case "branch":
      return { ...step, yes: change(step.yes, "yes"), no: change(step.no, "no") };
    case "wait":
      return {
        ...step,
        happened: change(step.happened, "happened"),
        timedOut: change(step.timedOut, "timedOut"),
      };
    case "split":
      return { ...step, arms: step.arms.map((arm) => ({ ...arm, steps: change(arm.steps, arm.key) })) };
    case "delay":
    case "holdout":
    case "action":
    case "end":
      return step;
  }
}
