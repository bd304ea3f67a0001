import type { StoredEvent } from "~/pipeline/events/catalogue";
import type { Db } from "~/platform/db.server";

import { exitEventsOf } from "../rules/exit";
import type { Program } from "../rules/program";
import { listEventsOf } from "./repository.server";
import type { Run } from "./run";

/** Events that open an exit, of the people of runs, since the first of them entered: whoever asks looks at the instants. */
export async function loadExitEvents(
  db: Db,
  { program, runs, shopId, now }: { program: Program; runs: readonly Run[]; shopId: string; now: Date },
): Promise<(run: Run) => readonly StoredEvent[]> {
  const types = exitEventsOf(program.definition);
  const since = new Date(Math.min(...runs.map(({ enteredAt }) => enteredAt.getTime())));
  if (types.length === 0 || runs.length === 0 || since >= now) return () => [];
  const events = await listEventsOf(db, {
    shopId,
    customerIds: [...new Set(runs.flatMap(({ customerId }) => customerId ?? []))],
    subjectIds: runs.flatMap(({ customerId, subjectId }) => (customerId === null ? (subjectId ?? []) : [])),
    types,
    since,
    until: now,
  });
  const ofCustomers = Map.groupBy(events, ({ customerId }) => customerId);
  const ofSubjects = Map.groupBy(events, ({ subjectId }) => subjectId);
  return ({ customerId, subjectId }) =>
    (customerId === null ? subjectId && ofSubjects.get(subjectId) : ofCustomers.get(customerId)) || [];
}
