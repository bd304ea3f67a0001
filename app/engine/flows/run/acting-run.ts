import type { ActingRun } from "../contribution";
import type { Run } from "./run";

/** A run as an action sees it at a step. */
export function actingRunOf(run: Run, stepId: string): ActingRun {
  return {
    runId: run.id,
    flowId: run.flowId,
    version: run.version,
    stepId,
    effectKey: `flow:${run.id}:${stepId}`,
    customerId: run.customerId,
    subjectKind: run.subjectKind,
    subjectId: run.subjectId,
    entryKey: run.entryKey,
    enteredAt: run.enteredAt,
    context: run.context,
  };
}
