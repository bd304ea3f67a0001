import type { Tx } from "~/platform/db.server";

import { flowPorts } from "../ports.server";
import type { Program } from "../rules/program";
import type { Run } from "./run";

/** Tells who was divided by which split on the way, so that its arms can be compared. Guests are nobody to compare. */
export async function tellDivided(
  tx: Tx,
  {
    program,
    before,
    after,
    scene: { shopId, now },
  }: {
    program: Program;
    before: readonly Run[];
    after: readonly Run[];
    scene: { shopId: string; now: Date };
  },
): Promise<void> {
  const byStep = dividedBy(before, after);
  const flowId = before[0]?.flowId ?? "";
  for (const [stepId, people] of byStep) {
    const step = program.places.get(stepId)?.step;
    if (step?.kind !== "split") continue;
    const controlArm = step.arms[0]?.key ?? "";
    await flowPorts().gate.divide(tx, { shopId, flowId, stepId, controlArm, people, now });
  }
}

/** Whom a step has given an arm, by step. */
function dividedBy(before: readonly Run[], after: readonly Run[]): Map<string, Map<string, string>> {
  const known = new Map(before.map(({ id, arms }) => [id, arms]));
  const byStep = new Map<string, Map<string, string>>();
  for (const { id, customerId, arms } of after) {
    const fresh = Object.entries(arms).filter(([stepId]) => known.get(id)?.[stepId] === undefined);
    for (const [stepId, arm] of customerId === null ? [] : fresh)
      byStep.set(stepId, (byStep.get(stepId) ?? new Map<string, string>()).set(customerId ?? "", arm));
  }
  return byStep;
}
