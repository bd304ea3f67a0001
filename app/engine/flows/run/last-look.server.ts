import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { getProgram } from "../program-cache.server";
import { exitEventsOf, findExit, findExitByEvent } from "../rules/exit";
import { loadPersonFacts } from "./person-facts.server";
import { findRun, listEventsOf } from "./repository.server";
import type { Run } from "./run";

/**
 * Why what a run asked for must not be done any more, in the last moment before it leaves us: a reason key of flows, or of
 * its trigger; null when nothing speaks against it. A run that came to its end meanwhile still vouches for what it asked for.
 */
export async function findLateExit(
  db: Db,
  { shopId, runId, now }: { shopId: string; runId: string; now: Date },
): Promise<string | null> {
  const run = await findRun(db, { shopId, runId });
  if (!run) return "run-erased";
  if (run.state === "cancelled") return "flow-stopped";
  if (run.state === "exited") return "exit-condition";
  if (run.state === "stopped") return "run-stopped";
  const program = await getProgram(db, run);
  const { ianaTimezone: zone } = await getShop(db, { shopId });
  const factsOf = await loadPersonFacts(db, { shopId, zone, at: now }, { program, runs: [run] });
  const { end, holds } = factsOf(run);
  if (end) return end.reason;
  if (findExit(program.definition, holds)) return "exit-condition";
  const events = await eventsSinceEntry(db, run, { types: exitEventsOf(program.definition), now });
  return events.some((event) => findExitByEvent(program.definition, event, run.enteredAt))
    ? "exit-event"
    : null;
}

function eventsSinceEntry(db: Db, run: Run, { types, now }: { types: readonly string[]; now: Date }) {
  const { shopId, customerId, subjectId, enteredAt } = run;
  if (types.length === 0) return Promise.resolve([]);
  return listEventsOf(db, {
    shopId,
    customerIds: customerId === null ? [] : [customerId],
    subjectIds: customerId === null && subjectId !== null ? [subjectId] : [],
    types,
    since: enteredAt,
    until: now,
  });
}
