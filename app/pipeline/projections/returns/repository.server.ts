import type { Db } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";

import { rowsToJson, upsertSql } from "../batch/rows.server";

import type { ReturnLineRow, ReturnRow, ReturnState } from "./schema";

const UPSERT_RETURNS = upsertSql({
  table: "Return",
  columns: ["id", "shopId", "gid", "orderId", "name", "status", "declineReason", "firstSeenAt", "versionAt"],
  key: ["id"],
  guard: `excluded."versionAt" >= "Return"."versionAt"`,
});
const UPSERT_LINES = upsertSql({
  table: "ReturnLine",
  columns: [
    "id",
    "shopId",
    "returnId",
    "gid",
    "orderLineId",
    "quantity",
    "listedQuantity",
    "reason",
    "versionAt",
    "removalsJson",
  ],
  key: ["id"],
});

type StoredLine = Omit<ReturnLineRow, "removals"> & { returnId: string; removalsJson: string };

/** The stored ones among `ids`, with their lines, by id. */
export async function loadReturns(
  db: Db,
  { shopId, ids }: { shopId: string; ids: readonly string[] },
): Promise<Map<string, ReturnState>> {
  const states = new Map<string, ReturnState>();
  if (ids.length === 0) return states;
  const rows = await db.$queryRaw<ReturnRow[]>`
    SELECT "id", "gid", "orderId", "name", "status", "declineReason", "firstSeenAt", "versionAt" FROM "Return"
    WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(ids)}`;
  for (const row of rows) states.set(row.id, { row, lines: new Map(), isKnown: true, isChanged: false });
  if (states.size === 0) return states;
  const lines = await db.$queryRaw<StoredLine[]>`
    SELECT "id", "returnId", "gid", "orderLineId", "quantity", "listedQuantity", "reason", "versionAt", "removalsJson"
    FROM "ReturnLine" WHERE "shopId" = ${shopId} AND "returnId" IN ${idsIn(ids)} ORDER BY "id"`;
  for (const { returnId, removalsJson, ...line } of lines) {
    const removals = JSON.parse(removalsJson) as ReturnLineRow["removals"];
    states.get(returnId)?.lines.set(line.id, { ...line, removals });
  }
  return states;
}

/** Stores the changed ones with their lines. A newer version in the database stays. */
export async function saveReturns(
  db: Db,
  { shopId, states }: { shopId: string; states: readonly ReturnState[] },
): Promise<void> {
  const changed = states.filter((state) => state.isChanged);
  if (changed.length === 0) return;
  await db.$executeRawUnsafe(UPSERT_RETURNS, rowsToJson(changed.map(({ row }) => ({ ...row, shopId }))));
  const lines = changed.flatMap(({ row, lines }) =>
    [...lines.values()].map(({ removals, ...line }) => ({
      ...line,
      shopId,
      returnId: row.id,
      removalsJson: JSON.stringify(removals),
    })),
  );
  if (lines.length > 0) await db.$executeRawUnsafe(UPSERT_LINES, rowsToJson(lines));
}
