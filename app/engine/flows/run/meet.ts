import type { StoredEvent } from "~/pipeline/events/catalogue";

import { findExitByEvent } from "../rules/exit";
import type { Program } from "../rules/program";
import type { Moved } from "./move";
import { endRun, type Run } from "./run";
import { ownLine } from "./story";

/** What events do to an open run: an exit ends it, what it waits for wakes it. @param events In their order. */
export function meetEvents(
  run: Run,
  events: readonly StoredEvent[],
  scene: { program: Program; now: Date },
): Moved {
  return events.reduce<Moved>((moved, event) => meetEvent(moved, event, scene), {
    run,
    lines: [],
    costs: [],
  });
}

function meetEvent(
  moved: Moved,
  event: StoredEvent,
  { program, now }: { program: Program; now: Date },
): Moved {
  const { run } = moved;
  if (run.endedAt !== null) return moved;
  const exit = isAbout(run, event) ? findExitByEvent(program.definition, event, run.enteredAt) : null;
  if (exit) {
    const params = { exit: exit.id, event: event.type };
    const ended = endRun(run, { state: "exited", reason: `exit:${exit.id}`, now });
    return { ...moved, run: ended, lines: [ownLine("stopped", "exit-event", { at: now, params })] };
  }
  if (run.state !== "waiting" || !isAwaited(run, event)) return moved;
  const { id: wokenById, occurredAt: stepAt } = event;
  return { ...moved, run: { ...run, state: "active", wokenById, stepAt, wakeAt: now, dueAt: now } };
}

/** The first event, by run id, that each waits for. */
export function firstEvents(
  waiting: readonly Run[],
  events: readonly StoredEvent[],
): Map<string, StoredEvent> {
  const first = new Map<string, StoredEvent>();
  if (events.length === 0) return first;
  for (const run of waiting) {
    const event = events.find((one) => isAwaited(run, one));
    if (event) first.set(run.id, event);
  }
  return first;
}

/** Whether a waiting run waits for an event: its type, about its person or its action's subject, after it came there. */
export function isAwaited(run: Run, event: StoredEvent): boolean {
  if (!run.waitEvents?.includes(event.type)) return false;
  if (run.waitSubjectId !== null) return event.subjectId === run.waitSubjectId;
  return isAbout(run, event) && event.occurredAt > run.stepAt;
}

/** Whether an event is about the person of a run; of a guest, about what the run is about. */
export function isAbout({ customerId, subjectId }: Run, event: StoredEvent): boolean {
  return customerId === null
    ? subjectId !== null && event.subjectId === subjectId
    : event.customerId === customerId;
}
