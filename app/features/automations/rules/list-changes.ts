import type { Exit, FlowDefinition, Step } from "~/engine/flows/definition";
import { diffFlows } from "~/engine/flows/rules/diff";
import { listSteps } from "~/engine/flows/rules/program";

type How = "added" | "removed" | "changed" | "moved";

/** One difference between two versions; what was removed is as it was, everything else as it will be. */
export type FlowChangeLine =
  | { kind: "part"; part: "trigger" | "entry" | "reentry" }
  | { kind: "step"; how: How; step: Step }
  | { kind: "exit"; how: Exclude<How, "moved">; exit: Exit };

/** What differs between two versions, to be told line by line: parts there is one of first, then steps, then exits. */
export function listChanges(before: FlowDefinition, after: FlowDefinition): FlowChangeLine[] {
  const difference = diffFlows(before, after);
  const parts = (["trigger", "entry", "reentry"] as const).filter((part) => difference[part]);
  const { steps, exits } = difference;
  const stepLines = (how: How, { steps: all }: FlowDefinition): FlowChangeLine[] =>
    listSteps(all)
      .filter(({ id }) => steps[how].includes(id))
      .map((step) => ({ kind: "step", how, step }));
  const exitLines = (how: Exclude<How, "moved">, { exits: all }: FlowDefinition): FlowChangeLine[] =>
    all.filter(({ id }) => exits[how].includes(id)).map((exit) => ({ kind: "exit", how, exit }));
  return [
    ...parts.map((part): FlowChangeLine => ({ kind: "part", part })),
    ...stepLines("added", after),
    ...stepLines("changed", after),
    ...stepLines("moved", after),
    ...stepLines("removed", before),
    ...exitLines("added", after),
    ...exitLines("changed", after),
    ...exitLines("removed", before),
  ];
}
