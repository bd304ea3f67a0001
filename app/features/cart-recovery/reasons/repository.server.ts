import type { Db } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";

/** The left checkouts that runs of automations were about. */
export async function listRecoveryIdsOfRuns(
  db: Db,
  { shopId, runIds }: { shopId: string; runIds: readonly string[] },
): Promise<string[]> {
  if (runIds.length === 0) return [];
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT r."id" FROM "FlowRun" f
    JOIN "Recovery" r ON r."shopId" = f."shopId" AND r."checkoutId" = f."subjectId"
    WHERE f."shopId" = ${shopId} AND f."id" IN ${idsIn(runIds)}`;
  return rows.map(({ id }) => id);
}
