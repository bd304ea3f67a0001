import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { getProgram } from "../program-cache.server";
import { listFlowStates } from "../repository.server";
import { findExit, findExitByEvent } from "../rules/exit";
import type { Program } from "../rules/program";
import type { FlowState } from "../schema";
import { loadExitEvents } from "./exit-events.server";
import { loadPersonFacts } from "./person-facts.server";
import { listRuns } from "./repository.server";
import type { Run } from "./run";

/** Not any more, by a reason key of flows or of the trigger; or not as long as its flow is paused. */
export type LateExit = { kind: "over"; reason: string } | { kind: "paused" };

const ENDED: Readonly<Partial<Record<Run["state"], string>>> = {
  cancelled: "flow-stopped",
  exited: "exit-condition",
  stopped: "run-stopped",
};

/**
 * Why what runs asked for must not be done, in the last moment before it leaves us; nothing of those that nothing speaks
 * against. A run that came to its end meanwhile still vouches for what it asked for.
 *
 * @returns by the ids of runs.
 */
export async function findLateExits(
  db: Db,
  { shopId, runIds, now }: { shopId: string; runIds: readonly string[]; now: Date },
): Promise<Map<string, LateExit>> {
  const runs = await listRuns(db, { shopId, runIds });
  const flowIds = [...new Set([...runs.values()].map(({ flowId }) => flowId))];
  const states = await listFlowStates(db, { shopId, flowIds });
  const exits = new Map<string, LateExit>();
  for (const id of runIds) {
    const run = runs.get(id);
    const reason = run ? endOf(run, states.get(run.flowId)) : "run-erased";
    if (reason) exits.set(id, { kind: "over", reason });
  }
  const open = [...runs.values()].filter(({ id }) => !exits.has(id));
  const { ianaTimezone: zone } = await getShop(db, { shopId });
  for (const own of Map.groupBy(open, ({ flowId, version }) => `${flowId} ${version}`).values()) {
    const [first] = own;
    if (!first) continue;
    const program = await getProgram(db, first);
    for (const [id, exit] of await exitsOf(db, { program, runs: own, shopId, zone, now }))
      exits.set(id, { kind: "over", reason: exit });
  }
  for (const { id, flowId } of open)
    if (states.get(flowId) === "paused" && !exits.has(id)) exits.set(id, { kind: "paused" });
  return exits;
}

/** Of a flow that was stopped, who is still inside is cancelled a batch at a time: some only after their message is due. */
function endOf({ state, endedAt }: Run, flow: FlowState | undefined): string | undefined {
  const isStopped = flow === undefined || flow === "stopped" || flow === "draft";
  return endedAt === null && isStopped ? "flow-stopped" : ENDED[state];
}

type OfVersion = { program: Program; runs: readonly Run[]; shopId: string; zone: string; now: Date };

async function exitsOf(
  db: Db,
  { program, runs, shopId, zone, now }: OfVersion,
): Promise<Map<string, string>> {
  const { definition } = program;
  const factsOf = await loadPersonFacts(db, { shopId, zone, at: now }, { program, runs });
  const eventsOf = await loadExitEvents(db, { program, runs, shopId, now });
  const exits = new Map<string, string>();
  for (const run of runs) {
    const { end, holds } = factsOf(run);
    if (end) exits.set(run.id, end.reason);
    else if (findExit(definition, holds)) exits.set(run.id, "exit-condition");
    else if (eventsOf(run).some((event) => findExitByEvent(definition, event, run.enteredAt)))
      exits.set(run.id, "exit-event");
  }
  return exits;
}
