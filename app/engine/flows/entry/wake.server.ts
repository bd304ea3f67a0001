import type { StoredEvent } from "~/pipeline/events/catalogue";
import type { Tx } from "~/platform/db.server";

import { getProgram } from "../program-cache.server";
import { findExitByEvent } from "../rules/exit";
import { writeStories } from "../run/decisions.server";
import { isAbout, isAwaited } from "../run/live-world.server";
import { listOpenRuns, updateRuns } from "../run/repository.server";
import { endRun, type Run } from "../run/run";
import { ownLine } from "../run/story";
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
    const met = events.reduce<Moved>(
      (moved, event) =>
        meet(moved, event, { exit: findExitByEvent(program.definition, event, run.enteredAt), now }),
      { run, lines: [], costs: [] },
    );
    if (met.run !== run) changed.push(met);
  }
  await updateRuns(
    tx,
    changed.map(({ run }) => run),
  );
  await writeStories(tx, changed);
  return changed.filter(({ run }) => run.dueAt !== null).length;
}

function meet(
  moved: Moved,
  event: StoredEvent,
  { exit, now }: { exit: { id: string } | null; now: Date },
): Moved {
  const { run } = moved;
  if (run.endedAt !== null) return moved;
  if (exit && isAbout(run, event)) {
    const line = ownLine("stopped", "exit-event", { at: now, params: { exit: exit.id, event: event.type } });
    return { ...moved, run: endRun(run, { state: "exited", reason: `exit:${exit.id}`, now }), lines: [line] };
  }
  if (run.state !== "waiting" || !isAwaited(run, event)) return moved;
  return { ...moved, run: wokenRun(run, event, now) };
}

function wokenRun(run: Run, event: StoredEvent, now: Date): Run {
  return { ...run, state: "active", wokenById: event.id, stepAt: event.occurredAt, wakeAt: now, dueAt: now };
}
