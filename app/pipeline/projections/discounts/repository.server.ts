import type { Db } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";

import { rowsToJson, upsertSql } from "../batch/rows.server";

import type { DiscountChange, DiscountRow, DiscountState, RedeemCodeRow } from "./schema";

const UPSERT_DISCOUNTS = upsertSql({
  table: "Discount",
  columns: ["id", "shopId", "gid", "title", "status", "createdAt", "versionAt", "deletedAt"],
  key: ["id"],
  guard: `"Discount"."versionAt" IS NULL OR excluded."versionAt" >= "Discount"."versionAt"`,
});
const UPSERT_CODES = upsertSql({
  table: "DiscountRedeemCode",
  columns: ["id", "shopId", "discountId", "gid", "code", "codeKey", "addedAt", "removedAt"],
  key: ["id"],
});

/** The stored ones that the changes are about, each with those of its codes that they name. */
export async function loadDiscounts(
  db: Db,
  { shopId, changes }: { shopId: string; changes: readonly DiscountChange[] },
): Promise<Map<string, DiscountState>> {
  const states = new Map<string, DiscountState>();
  if (changes.length === 0) return states;
  const ids = [...new Set(changes.map(({ id }) => id))];
  const rows = await db.$queryRaw<DiscountRow[]>`
    SELECT "id", "gid", "title", "status", "createdAt", "versionAt", "deletedAt" FROM "Discount"
    WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(ids)}`;
  for (const row of rows)
    states.set(row.id, { row, codes: new Map(), changedCodeIds: new Set(), isChanged: false });
  const codeIds = changes.flatMap((change) => (change.kind === "code" ? [change.code.id] : []));
  if (states.size === 0 || codeIds.length === 0) return states;
  const codes = await db.$queryRaw<(RedeemCodeRow & { discountId: string })[]>`
    SELECT "id", "discountId", "gid", "code", "codeKey", "addedAt", "removedAt" FROM "DiscountRedeemCode"
    WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(codeIds)}`;
  for (const { discountId, ...code } of codes) states.get(discountId)?.codes.set(code.id, code);
  return states;
}

/** Stores the changed ones with the changed codes. A newer version in the database stays. */
export async function saveDiscounts(
  db: Db,
  { shopId, states }: { shopId: string; states: readonly DiscountState[] },
): Promise<void> {
  const changed = states.filter((state) => state.isChanged);
  if (changed.length > 0)
    await db.$executeRawUnsafe(UPSERT_DISCOUNTS, rowsToJson(changed.map(({ row }) => ({ ...row, shopId }))));
  const codes = states.flatMap(({ row, codes, changedCodeIds }) =>
    [...changedCodeIds].flatMap((id) => {
      const code = codes.get(id);
      return code ? [{ ...code, shopId, discountId: row.id }] : [];
    }),
  );
  if (codes.length > 0) await db.$executeRawUnsafe(UPSERT_CODES, rowsToJson(codes));
}
