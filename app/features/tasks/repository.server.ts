import { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/platform/db.server";
import { idsIn, rowsToJson, type Sql, upsertSql } from "~/platform/sql.server";

import type { Origin, TaskState } from "./schema";

export type NewTask = {
  id: string;
  customerId: string | null;
  title: string;
  detail: string | null;
  dueOn: string | null;
  owner: string | null;
  origin: Origin;
  originKey: string;
  createdBy: string | null;
};
type Inserted = { shopId: string; now: Date };

const INSERT_TASKS = upsertSql({
  table: "Task",
  columns: [
    ...["id", "shopId", "customerId", "title", "detail", "dueOn", "owner", "state", "origin", "originKey"],
    ...["createdBy", "createdAt"],
  ],
  key: ["shopId", "originKey"],
  onConflict: "nothing",
});

/** Keeps open tasks. Safe to repeat: once per `originKey`. @returns those that were new. */
export async function insertTasks(
  db: Db,
  tasks: readonly NewTask[],
  { shopId, now }: Inserted,
): Promise<NewTask[]> {
  if (tasks.length === 0) return [];
  const rows = tasks.map((task) => ({ ...task, shopId, state: "open", createdAt: now }));
  await db.$executeRawUnsafe(INSERT_TASKS, rowsToJson(rows, "Task"));
  const kept = await db.task.findMany({
    where: { shopId, id: { in: tasks.map(({ id }) => id) } },
    select: { id: true },
  });
  const ids = new Set(kept.map(({ id }) => id));
  return tasks.filter(({ id }) => ids.has(id));
}

type TaskKey = { shopId: string; taskId: string };

type StandingTask = Written & { customerId: string | null; state: TaskState };

/** What a task says, whose it is and where it stands; null when the shop has none of this id. */
export async function findTask(db: Db, { shopId, taskId }: TaskKey): Promise<StandingTask | null> {
  const row = await db.task.findFirst({
    where: { shopId, id: taskId },
    select: { customerId: true, state: true, title: true, detail: true, dueOn: true, owner: true },
  });
  return row && { ...row, state: row.state as TaskState };
}

type Written = Pick<NewTask, "title" | "detail" | "dueOn" | "owner">;

/** Holds a task until the transaction ends, so that of two who change it at once the second sees what the first wrote. */
export async function lockTask(db: Db, { shopId, taskId }: TaskKey): Promise<void> {
  await db.$executeRaw`UPDATE "Task" SET "state" = "state" WHERE "shopId" = ${shopId} AND "id" = ${taskId}`;
}

/** Rewrites an open task. @returns false when there is none. */
export async function updateOpenTask(
  db: Db,
  { shopId, taskId, ...written }: TaskKey & Written,
): Promise<boolean> {
  const { count } = await db.task.updateMany({ where: { shopId, id: taskId, state: "open" }, data: written });
  return count > 0;
}

/** Takes a task from one state to another, once. @returns false when it is not in the first any more. */
export async function claimStep(
  db: Db,
  step: TaskKey & { from: TaskState; to: TaskState; staffId: string | null; now: Date },
): Promise<boolean> {
  const { shopId, taskId, from, to, staffId, now } = step;
  const settled =
    to === "open" ? { settledAt: null, settledBy: null } : { settledAt: now, settledBy: staffId };
  const { count } = await db.task.updateMany({
    where: { shopId, id: taskId, state: from },
    data: { state: to, ...settled },
  });
  return count > 0;
}

export type NewNote = {
  id: string;
  customerId: string;
  body: string;
  origin: Origin;
  originKey: string;
  authorId: string | null;
};

const INSERT_NOTES = upsertSql({
  table: "CustomerNote",
  columns: ["id", "shopId", "customerId", "body", "origin", "originKey", "authorId", "createdAt"],
  key: ["shopId", "originKey"],
  onConflict: "nothing",
});

/** Keeps notes. Safe to repeat: once per `originKey`. @returns those that were new. */
export async function insertNotes(
  db: Db,
  notes: readonly NewNote[],
  { shopId, now }: Inserted,
): Promise<NewNote[]> {
  if (notes.length === 0) return [];
  const rows = notes.map((note) => ({ ...note, shopId, createdAt: now }));
  await db.$executeRawUnsafe(INSERT_NOTES, rowsToJson(rows, "CustomerNote"));
  const kept = await db.customerNote.findMany({
    where: { shopId, id: { in: notes.map(({ id }) => id) } },
    select: { id: true },
  });
  const ids = new Set(kept.map(({ id }) => id));
  return notes.filter(({ id }) => ids.has(id));
}

type NoteKey = { shopId: string; noteId: string };

/** Who wrote a note; null when the shop has none of this id. */
export function findNote(db: Db, { shopId, noteId }: NoteKey) {
  return db.customerNote.findFirst({
    where: { shopId, id: noteId },
    select: { origin: true, authorId: true },
  });
}

export async function deleteNote(db: Db, { shopId, noteId }: NoteKey): Promise<void> {
  await db.customerNote.deleteMany({ where: { shopId, id: noteId } });
}

/** Those of the customers who are known and neither erased nor merged away. */
export async function listKnownAmong(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<ReadonlySet<string>> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Customer"
    WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(customerIds)} AND "deletedAt" IS NULL`;
  return new Set(rows.map(({ id }) => id));
}

/** The latest task of each owner, of those who had one last. */
export async function listLatestOfOwners(
  db: Db,
  asked: { shopId: string; limit: number },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(latestOfOwners(asked));
  return rows.map(({ id }) => id);
}

/** Steps from owner to owner in an index: a shop has few of them, and any number of tasks. */
export function latestOfOwners({ shopId, limit }: { shopId: string; limit: number }): Sql {
  return Prisma.sql`
    WITH RECURSIVE "owners"("ownerHash") AS (
      SELECT MIN(t."ownerHash") FROM "Task" t WHERE t."shopId" = ${shopId}
      UNION ALL
      SELECT (SELECT MIN(t."ownerHash") FROM "Task" t WHERE t."shopId" = ${shopId} AND t."ownerHash" > o."ownerHash")
      FROM "owners" o WHERE o."ownerHash" IS NOT NULL
    )
    SELECT (SELECT MAX(t."id") FROM "Task" t WHERE t."shopId" = ${shopId} AND t."ownerHash" = o."ownerHash") AS "id"
    FROM "owners" o WHERE o."ownerHash" IS NOT NULL ORDER BY 1 DESC LIMIT ${limit}`;
}
