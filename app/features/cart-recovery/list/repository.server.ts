import { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/platform/db.server";
import { idsIn, toDbInstant } from "~/platform/sql.server";

import type { RecoveryState } from "../schema";

export type ListedRecovery = {
  id: string;
  checkoutId: string;
  customerId: string | null;
  state: RecoveryState;
  /** Of the automation; null: from before there was one, or it let nobody in. */
  runId: string | null;
  dueAt: Date;
  codeId: string | null;
  messageId: string | null;
  sentAt: Date | null;
  clickedAt: Date | null;
  recoveredAt: Date | null;
  recoveredOrderId: string | null;
};

export type RecoveryChoice = {
  shopId: string;
  states?: readonly RecoveryState[];
  /** First reminded from (inclusive) to (exclusive). */
  sentWithin?: { from: Date; to: Date };
  ids?: readonly string[];
};

const STATE = Prisma.sql`
  CASE WHEN r."recoveredAt" IS NOT NULL THEN 'recovered' WHEN r."sentAt" IS NOT NULL THEN 'sent'
    WHEN f."state" = 'held-out' THEN 'held-out' WHEN f."id" IS NOT NULL AND f."endedAt" IS NULL THEN 'waiting'
    ELSE 'stopped' END`;

/** Where a left checkout stands follows from its reminders and from its run, which is found by its key. */
function chosen({ shopId, states, sentWithin, ids }: RecoveryChoice): Prisma.Sql {
  const conditions = [
    Prisma.sql`TRUE`,
    ...(states ? [Prisma.sql`${STATE} IN (${Prisma.join([...states])})`] : []),
    ...(sentWithin
      ? [
          Prisma.sql`r."sentAt" >= ${toDbInstant(sentWithin.from)}`,
          Prisma.sql`r."sentAt" < ${toDbInstant(sentWithin.to)}`,
        ]
      : []),
    ...(ids ? [Prisma.sql`r."id" IN ${idsIn(ids)}`] : []),
  ];
  return Prisma.sql`
    FROM "Recovery" r
    LEFT JOIN "FlowRun" f ON f."shopId" = r."shopId" AND f."subjectId" = r."checkoutId"
      AND f."flowId" = r."flowId" AND f."entryKey" = r."entryKey"
    WHERE r."shopId" = ${shopId} AND ${Prisma.join(conditions, " AND ")}`;
}

/** How many left checkouts there are of a choice. */
export async function countRecoveries(db: Db, choice: RecoveryChoice): Promise<number> {
  const [row] = await db.$queryRaw<
    { count: bigint | number }[]
  >`SELECT COUNT(*) AS "count" ${chosen(choice)}`;
  return Number(row?.count ?? 0);
}

/** Left checkouts of a choice, newest first. */
export async function listRecoveries(
  db: Db,
  { skip, take, ...choice }: RecoveryChoice & { skip: number; take: number },
): Promise<ListedRecovery[]> {
  const standings = await db.$queryRaw<{ id: string; state: RecoveryState; runId: string | null }[]>`
    SELECT r."id", ${STATE} AS "state", f."id" AS "runId" ${chosen(choice)}
    ORDER BY r."createdAt" DESC, r."id" DESC LIMIT ${take} OFFSET ${skip}`;
  const rows = await db.recovery.findMany({
    where: { shopId: choice.shopId, id: { in: standings.map(({ id }) => id) } },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return standings.flatMap(({ id, state, runId }) => {
    const row = byId.get(id);
    return row ? [{ ...row, state, runId }] : [];
  });
}

export type LatestDecision = { feature: string; reason: string; paramsJson: string };

/** The latest line about each of these subjects, runs of automations or checkouts, by the subject's id. */
export async function listLatestDecisions(
  db: Db,
  { shopId, kind, ids }: { shopId: string; kind: "flow-run" | "checkout"; ids: readonly string[] },
): Promise<Map<string, LatestDecision>> {
  const rows = await db.decision.findMany({
    where: { shopId, subjectKind: kind, subjectId: { in: [...ids] } },
    orderBy: [{ decidedAt: "asc" }, { id: "asc" }],
    select: { subjectId: true, feature: true, reason: true, paramsJson: true },
  });
  // Oldest first, so the last one stays.
  return new Map(rows.map(({ subjectId, ...row }) => [subjectId ?? "", row]));
}
