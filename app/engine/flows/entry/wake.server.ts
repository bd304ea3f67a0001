import type { StoredEvent } from "~/pipeline/events/catalogue";
import type { Tx } from "~/platform/db.server";

import { getProgram } from "../program-cache.server";
import { writeStories } from "../run/decisions.server";
import { listOpenRuns, updateRuns } from "../run/repository.server";
import { meetEvents } from "../run/meet";
import type { Moved } from "../run/move";

/**
 * Wakes runs that wait for what happened, and ends those that it lets leave.
 *
 * Safe to repeat: a run that was woken or has ended waits for nothing.
 *
 * @param events Of one shop, in the order in which they happened.
 * @returns how many runs are due now.
 */
export async function wakeRuns(
  tx: Tx,
  { shopId, events, now }: { shopId: string; events: readonly StoredEvent[]; now: Date },
): Promise<number> {
  const runs = await listOpenRuns(tx, {
    shopId,
    customerIds: [...new Set(events.flatMap(({ customerId }) => customerId ?? []))],
    subjectIds: [...new Set(events.flatMap(({ subjectId }) => subjectId ?? []))],
  });
  const changed: Moved[] = [];
  for (const run of runs) {
    const program = await getProgram(tx, run);
    const met = meetEvents(run, events, { program, now });
    if (met.run !== run) changed.push(met);
  }
  await updateRuns(
    tx,
    changed.map(({ run }) => run),
  );
  await writeStories(tx, changed);
  return changed.filter(({ run }) => run.dueAt !== null).length;
}
