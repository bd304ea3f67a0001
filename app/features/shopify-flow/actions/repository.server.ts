import type { Db } from "~/platform/db.server";
import { toDbInstant } from "~/platform/db.server";

type RunKey = { shopId: string; actionRunId: string };
export type Answered = { isDone: boolean; message: string };

/** Takes a run of an action, once. @returns false when it was taken before, by (shopId, actionRunId). */
export async function claimActionRun(
  db: Db,
  { shopId, actionRunId, handle, now }: RunKey & { handle: string; now: Date },
): Promise<boolean> {
  const inserted = await db.$executeRaw`
    INSERT INTO "FlowActionRun" ("shopId", "actionRunId", "handle", "isDone", "message", "askedAt")
    VALUES (${shopId}, ${actionRunId}, ${handle}, ${false}, ${""}, ${toDbInstant(now)})
    ON CONFLICT ("shopId", "actionRunId") DO NOTHING`;
  return inserted === 1;
}

/** What a run of an action came to. @throws Error when nobody took it. */
export async function getActionRun(db: Db, { shopId, actionRunId }: RunKey): Promise<Answered> {
  return db.flowActionRun.findUniqueOrThrow({
    where: { shopId_actionRunId: { shopId, actionRunId } },
    select: { isDone: true, message: true },
  });
}

export async function saveActionRun(
  db: Db,
  { shopId, actionRunId, isDone, message }: RunKey & Answered,
): Promise<void> {
  await db.flowActionRun.update({
    where: { shopId_actionRunId: { shopId, actionRunId } },
    data: { isDone, message },
  });
}
