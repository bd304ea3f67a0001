import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { getProgram } from "../program-cache.server";
import { findExit, findExitByEvent } from "../rules/exit";
import type { Program } from "../rules/program";
import { loadExitEvents } from "./exit-events.server";
import { loadPersonFacts } from "./person-facts.server";
import { listRuns } from "./repository.server";
import type { Run } from "./run";

const ENDED: Readonly<Partial<Record<Run["state"], string>>> = {
  cancelled: "flow-stopped",
  exited: "exit-condition",
  stopped: "run-stopped",
};

/**
 * Why what runs asked for must not be done any more, in the last moment before it leaves us; nothing of those that
 * nothing speaks against. A run that came to its end meanwhile still vouches for what it asked for.
 *
 * @returns by the ids of runs a reason key of flows, or of the trigger.
 */
export async function findLateExits(
  db: Db,
  { shopId, runIds, now }: { shopId: string; runIds: readonly string[]; now: Date },
): Promise<Map<string, string>> {
  const runs = await listRuns(db, { shopId, runIds });
  const exits = new Map<string, string>();
  for (const id of runIds) {
    const run = runs.get(id);
    const reason = run ? ENDED[run.state] : "run-erased";
    if (reason) exits.set(id, reason);
  }
  const open = [...runs.values()].filter(({ id }) => !exits.has(id));
  const { ianaTimezone: zone } = await getShop(db, { shopId });
  for (const own of Map.groupBy(open, ({ flowId, version }) => `${flowId} ${version}`).values()) {
    const [first] = own;
    if (!first) continue;
    const program = await getProgram(db, first);
    for (const [id, exit] of await exitsOf(db, { program, runs: own, shopId, zone, now }))
      exits.set(id, exit);
  }
  return exits;
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
