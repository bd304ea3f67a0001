import { appendDecisions, type NewDecision } from "~/engine/decisions/append.server";
import type { Tx } from "~/platform/db.server";

import type { Run } from "./run";
import type { Line } from "./story";

/** What a run's decisions are about in the log. */
export const RUN_SUBJECT = "flow-run";

/** Writes the stories of runs down. Idempotent: a run comes to a step once. */
export async function writeStories(
  tx: Tx,
  stories: readonly { run: Run; lines: readonly Line[] }[],
): Promise<void> {
  await appendDecisions(
    tx,
    stories.flatMap(({ run, lines }) => lines.map((line) => decisionOf(run, line))),
  );
}

function decisionOf(
  run: Run,
  { stepId, textNamespace, outcome, reason, params, nextTryAt, at }: Line,
): NewDecision {
  return {
    shopId: run.shopId,
    feature: textNamespace,
    outcome,
    reason,
    params: { ...params, flowId: run.flowId },
    customerId: run.customerId,
    subjectKind: RUN_SUBJECT,
    subjectId: run.id,
    dedupeKey: `flow:${run.id}:${stepId ?? ""}:${outcome}:${reason}`,
    nextTryAt,
    now: at,
  };
}
