import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { rowsToJson, upsertSql } from "~/platform/sql.server";

import type { TierFacts } from "../rules";
import type { MoveReason } from "../rules/standing";

const INSERT_MOVES = upsertSql({
  table: "VipMove",
  columns: [
    "id",
    "shopId",
    "customerId",
    "fromTierId",
    "toTierId",
    "reason",
    "orderCount",
    "netMinor",
    "marginMinor",
    "points",
    "rfmScore",
    "causeKey",
    "movedAt",
  ],
  key: ["shopId", "customerId", "causeKey"],
  onConflict: "nothing",
});

export type NewMove = TierFacts & {
  customerId: string;
  fromTierId: string | null;
  toTierId: string | null;
  reason: MoveReason;
  causeKey: string;
};

/** Keeps who moved. Safe to repeat: once per customer and cause. */
export async function insertMoves(
  db: Db,
  { shopId, moves, now }: { shopId: string; moves: readonly NewMove[]; now: Date },
): Promise<void> {
  const rows = moves.map((move) => ({ ...move, id: newId(), shopId, movedAt: now }));
  if (rows.length > 0) await db.$executeRawUnsafe(INSERT_MOVES, rowsToJson(rows));
}
