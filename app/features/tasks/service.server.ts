import { dayIn } from "~/kit/zone";
import { publishEvents } from "~/pipeline/events/publish.server";
import { findStandingCustomerId } from "~/pipeline/projections/customers/queries.server";
import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";

import type { Asked, TaskAction, TaskAnswer } from "./asked/schema";
import { recordNotes, recordTasks } from "./record.server";
import { claimStep, deleteNote, findNote, findTask, lockTask, updateOpenTask } from "./repository.server";
import { canDelete, decideStep, isNear } from "./rules";
import { taskMarkOf } from "./task-mark.server";

type Staff = { shopId: string; zone: string; staffId: string | null; now: Date };

const NOT_POSSIBLE: TaskAnswer = { outcome: "not-possible" };

/** Does what the staff asks about tasks and notes. */
export function answerTaskAction(
  db: RootDb,
  { asked, ...staff }: Staff & { asked: TaskAction },
): Promise<TaskAnswer> {
  return inTransaction(db, (tx) => answer(tx, asked, staff), { shopId: staff.shopId });
}

function answer(tx: Tx, asked: TaskAction, staff: Staff): Promise<TaskAnswer> {
  switch (asked.kind) {
    case "create-task":
      return createTask(tx, asked, staff);
    case "change-task":
      return changeTask(tx, asked, staff);
    case "settle-task":
      return settleTask(tx, asked, staff);
    case "add-note":
      return addNote(tx, asked, staff);
    case "delete-note":
      return removeNote(tx, asked, staff);
  }
}

async function createTask(tx: Tx, asked: Asked<"create-task">, staff: Staff): Promise<TaskAnswer> {
  const { kind: _kind, key, customerId: named, ...written } = asked;
  const { shopId, staffId, now } = staff;
  if (isTooFar(written.dueOn, staff)) return TOO_FAR;
  const customerId = named && (await findStandingCustomerId(tx, { shopId, customerId: named }));
  if (named !== null && !customerId) return NOT_POSSIBLE;
  const task = {
    ...written,
    customerId,
    createdBy: staffId,
    origin: "staff",
    originKey: `form:${key}`,
  } as const;
  await recordTasks(tx, [task], { shopId, now });
  return { outcome: "created" };
}

async function changeTask(tx: Tx, asked: Asked<"change-task">, staff: Staff): Promise<TaskAnswer> {
  const { kind: _kind, seen, ...written } = asked;
  if (isTooFar(written.dueOn, staff)) return TOO_FAR;
  const key = { shopId: staff.shopId, taskId: asked.taskId };
  await lockTask(tx, key);
  const task = await findTask(tx, key);
  if (task?.state === "open" && taskMarkOf(task) !== seen && taskMarkOf(task) !== taskMarkOf(written)) {
    const { title, detail, dueOn, owner } = task;
    return { outcome: "overtaken", task: { title, detail, dueOn, owner, mark: taskMarkOf(task) } };
  }
  const isChanged = await updateOpenTask(tx, { shopId: staff.shopId, ...written });
  return isChanged ? { outcome: "changed" } : NOT_POSSIBLE;
}

const TOO_FAR: TaskAnswer = { outcome: "invalid", problems: [{ field: "dueOn", code: "due-range" }] };

function isTooFar(dueOn: string | null, { zone, now }: Staff): boolean {
  return dueOn !== null && !isNear(dueOn, dayIn(zone, now));
}

const OUTCOMES = { done: "done", dropped: "dropped", open: "reopened" } as const;

/** A second click, or one of a colleague at the same time, is answered as the first and tells of nothing. */
async function settleTask(tx: Tx, asked: Asked<"settle-task">, staff: Staff): Promise<TaskAnswer> {
  const { taskId, to } = asked;
  const { shopId, staffId, now } = staff;
  const task = await findTask(tx, { shopId, taskId });
  const step = task && decideStep(task.state, to);
  if (!task || step === "impossible") return NOT_POSSIBLE;
  const isTaken =
    step === "goes" && (await claimStep(tx, { shopId, taskId, from: task.state, to, staffId, now }));
  if (isTaken && to === "done") {
    const { customerId } = task;
    await publishEvents(
      tx,
      [
        {
          ...{ type: "task.done", payload: { taskId, customerId }, customerId, subjectId: taskId },
          // Done again after it was opened again is another time.
          ...{ sourceKey: `task.done:${taskId}:${now.toISOString()}`, occurredAt: now },
        },
      ],
      { shopId, now },
    );
  }
  return { outcome: OUTCOMES[to] };
}

async function addNote(tx: Tx, asked: Asked<"add-note">, staff: Staff): Promise<TaskAnswer> {
  const { key, body } = asked;
  const { shopId, staffId, now } = staff;
  const customerId = await findStandingCustomerId(tx, { shopId, customerId: asked.customerId });
  if (!customerId) return NOT_POSSIBLE;
  const note = { customerId, body, authorId: staffId, origin: "staff", originKey: `form:${key}` } as const;
  await recordNotes(tx, [note], { shopId, now });
  return { outcome: "noted" };
}

/** Somebody else's is not theirs to delete. */
async function removeNote(tx: Tx, asked: Asked<"delete-note">, staff: Staff): Promise<TaskAnswer> {
  const { noteId } = asked;
  const { shopId, staffId } = staff;
  const note = await findNote(tx, { shopId, noteId });
  if (!note || !canDelete(note, staffId)) return NOT_POSSIBLE;
  await deleteNote(tx, { shopId, noteId });
  return { outcome: "note-deleted" };
}
