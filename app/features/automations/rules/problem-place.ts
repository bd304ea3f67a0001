import type { ConditionProblem } from "~/engine/facts/schema";
import type { FlowProblem } from "~/engine/flows/definition";

/** What of a flow a problem is about: a step or an exit by its id, or a part there is one of. */
export type Owner = { kind: "step" | "exit"; id: string } | { kind: "part"; id: FlowPart };

export const FLOW_PARTS = ["name", "trigger", "entry", "reentry", "exits", "steps"] as const;
export type FlowPart = (typeof FLOW_PARTS)[number];

/** Whose problem it is, by its place. What has no place that is known is about the steps as a whole. */
export function ownerOf(place: string): Owner {
  const [part = "", id] = place.split(".");
  if (part === "steps" && id !== undefined) return { kind: "step", id };
  if (part === "exits" && id !== undefined) return { kind: "exit", id };
  return { kind: "part", id: FLOW_PARTS.find((known) => known === part) ?? "steps" };
}

/** The id in the page of what a problem is about. */
export function anchorOf({ kind, id }: Owner): string {
  return `${kind}-${id}`;
}

/** Problems about one part of the flow, by its place: `steps.<id>`, `trigger`. */
export function problemsAt(problems: readonly FlowProblem[], place: string): FlowProblem[] {
  return problems.filter((problem) => isWithin(problem.place, place));
}

/** Problems of a condition at a place, as its editor wants them: by places within it. */
export function conditionProblemsAt(problems: readonly FlowProblem[], place: string): ConditionProblem[] {
  return problems
    .filter((problem) => problem.textNamespace === "facts" && isWithin(problem.place, place))
    .map(({ place: whole, code, params }) => ({
      place: whole.slice(place.length + 1),
      code,
      ...(params ? { params } : {}),
    }));
}

function isWithin(place: string, outer: string): boolean {
  return place === outer || place.startsWith(`${outer}.`);
}
