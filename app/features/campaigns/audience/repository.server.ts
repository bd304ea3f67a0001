import type { Db } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";

/** How many of these people are on their way through flows that send messages or may, by flow. */
export async function countInFlows(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ flowId: string; count: bigint }[]>`
    SELECT "flowId", COUNT(DISTINCT "customerId") AS "count" FROM "FlowRun"
    WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(customerIds)} AND "endedAt" IS NULL
    GROUP BY "flowId"`;
  return new Map(rows.map(({ flowId, count }) => [flowId, Number(count)]));
}

/** What flows are called, by their ids. */
export async function listFlowNames(
  db: Db,
  { shopId, flowIds }: { shopId: string; flowIds: readonly string[] },
): Promise<Map<string, string>> {
  const rows = await db.flow.findMany({
    where: { shopId, id: { in: [...flowIds] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
