import { MODEL_KEYS } from "~/generated/columns";

import type { Tx } from "../db.server";
import type { RetentionRule } from "./hook";
import { listed, q } from "./quoted";

/**
 * Deletes or empties up to `limit` rows of a shop that are older than `before`. @returns how many. Safe to repeat.
 */
export async function enforceRule(
  tx: Tx,
  { rule, shopId, before, limit }: { rule: RetentionRule; shopId: string; before: Date; limit: number },
): Promise<number> {
  const { table, column, only, action } = rule;
  const key = listed(MODEL_KEYS[table]);
  const fitting = only ? ` AND (${only})` : "";
  const chosen = `WHERE "shopId" = ? AND (${key}) IN (
      SELECT ${key} FROM ${q(table)} WHERE "shopId" = ? AND ${q(column)} < ?${fitting} LIMIT ${limit}
    )`;
  const values = [shopId, shopId, before];
  if (action === "delete") return tx.$executeRawUnsafe(`DELETE FROM ${q(table)} ${chosen}`, ...values);
  const set = Object.entries(action.set);
  return tx.$executeRawUnsafe(
    `UPDATE ${q(table)} SET ${set.map(([name]) => `${q(name)} = ?`).join(", ")} ${chosen}`,
    ...set.map(([, value]) => value),
    ...values,
  );
}
