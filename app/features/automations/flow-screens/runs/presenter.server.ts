import { presentRun, presentRuns, type RunPage, type RunStory } from "~/engine/flows/presenter.server";
import { findFlow } from "~/engine/flows/repository.server";
import type { RunState } from "~/engine/flows/schema";
import type { Db } from "~/platform/db.server";

export type FlowRuns = { flow: { id: string; name: string }; state: RunState | null; runs: RunPage };

/** A page of a flow's runs, the newest first; null when there is no such flow. */
export async function presentFlowRuns(
  db: Db,
  { shopId, flowId, state, page }: { shopId: string; flowId: string; state: RunState | null; page: number },
): Promise<FlowRuns | null> {
  const flow = await findFlow(db, { shopId, flowId });
  if (!flow) return null;
  const runs = await presentRuns(db, { shopId, flowId }, { state, page });
  return { flow: { id: flow.id, name: flow.name }, state, runs };
}

/** One run of a flow; null when that flow has no such run. */
export async function presentFlowRun(
  db: Db,
  { shopId, flowId, runId }: { shopId: string; flowId: string; runId: string },
): Promise<RunStory | null> {
  const story = await presentRun(db, { shopId, runId });
  return story?.run.flowId === flowId ? story : null;
}
