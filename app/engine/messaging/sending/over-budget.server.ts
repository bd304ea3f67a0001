import { DAY_MS } from "~/kit/duration";
import type { Db } from "~/platform/db.server";
import { idsIn, toDbInstant } from "~/platform/sql.server";
import { Prisma } from "~/generated/prisma/client";

import { TOPICS_OUTSIDE_BUDGET } from "../budget/priority";
import { BUDGET_LOOKBACK_MS } from "../budget/rules";
import { readSendingSettings } from "./slot.server";

/**
 * Who of these customers has no place left in their budget at an instant, by what was sent to them and what waits: their
 * next message is moved. Told by the customer alone, not by the address they may share; to be shown, not decided by.
 */
export async function listOverBudget(
  db: Db,
  { shopId, customerIds, at }: { shopId: string; customerIds: readonly string[]; at: Date },
): Promise<Set<string>> {
  const { perDay, perWeek } = await readSendingSettings(db, { shopId });
  const dayAgo = toDbInstant(new Date(at.getTime() - DAY_MS));
  const weekAgo = toDbInstant(new Date(at.getTime() - BUDGET_LOOKBACK_MS));
  const rows = await db.$queryRaw<{ customerId: string; dayCount: bigint; weekCount: bigint }[]>`
    SELECT "customerId",
      SUM(CASE WHEN "claimedAt" IS NULL OR "claimedAt" > ${dayAgo} THEN 1 ELSE 0 END) AS "dayCount",
      COUNT(*) AS "weekCount"
    FROM "Message"
    WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(customerIds)}
      AND "topic" NOT IN (${Prisma.join([...TOPICS_OUTSIDE_BUDGET])})
      AND ("claimedAt" > ${weekAgo} OR ("claimedAt" IS NULL AND "state" = 'queued'))
    GROUP BY "customerId"`;
  const isOver = (row: (typeof rows)[number]) =>
    Number(row.dayCount) >= perDay || Number(row.weekCount) >= perWeek;
  return new Set(rows.filter(isOver).map(({ customerId }) => customerId));
}
