import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { insertNotes, insertTasks, type NewNote, type NewTask } from "./repository.server";

type Scope = { shopId: string; now: Date };

/** Keeps tasks, and tells of those that are new. Safe to repeat by each `originKey`. */
export async function recordTasks(
  tx: Tx,
  tasks: readonly Omit<NewTask, "id">[],
  scope: Scope,
): Promise<void> {
  const made = await insertTasks(
    tx,
    tasks.map((task) => ({ ...task, id: newId() })),
    scope,
  );
  const events = made.map(({ id: taskId, customerId }): DomainEvent => ({
    ...{ type: "task.created", payload: { taskId, customerId }, sourceKey: `task.created:${taskId}` },
    ...{ customerId, subjectId: taskId, occurredAt: scope.now },
  }));
  await publishEvents(tx, events, scope);
}

/** Keeps notes, and tells of those that are new. Safe to repeat by each `originKey`. */
export async function recordNotes(
  tx: Tx,
  notes: readonly Omit<NewNote, "id">[],
  scope: Scope,
): Promise<void> {
  const made = await insertNotes(
    tx,
    notes.map((note) => ({ ...note, id: newId() })),
    scope,
  );
  const events = made.map(({ id: noteId, customerId }): DomainEvent => ({
    ...{ type: "note.added", payload: { noteId, customerId }, sourceKey: `note.added:${noteId}` },
    ...{ customerId, subjectId: noteId, occurredAt: scope.now },
  }));
  await publishEvents(tx, events, scope);
}
