import type { FlowDefinition } from "../definition";
import { listSteps } from "./program";

/** A step that starts another flow: an action whose settings name one as `flowId`. */
export type Start = { stepId: string; flowId: string };

/** The flows that a flow starts. */
export function startsOf({ steps }: FlowDefinition): Start[] {
  return listSteps(steps).flatMap((step) => {
    const flowId = step.kind === "action" ? step.settings.flowId : undefined;
    return typeof flowId === "string" ? [{ stepId: step.id, flowId }] : [];
  });
}

/**
 * The steps by which a flow would start itself, at once or by way of others.
 *
 * @param startedBy The ids of flows that each other flow of the shop starts.
 */
export function findCircles(
  flowId: string,
  starts: readonly Start[],
  startedBy: ReadonlyMap<string, readonly string[]>,
): Start[] {
  return starts.filter((start) => leadsTo(start.flowId, flowId, startedBy));
}

function leadsTo(from: string, to: string, startedBy: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set([from]);
  for (const id of seen) {
    if (id === to) return true;
    for (const next of startedBy.get(id) ?? []) seen.add(next);
  }
  return false;
}
