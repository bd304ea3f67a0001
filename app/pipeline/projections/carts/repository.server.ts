import { type Db, toMinor } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";

import { rowsToJson, upsertSql } from "../batch/rows.server";

import type { CartRow, CartState } from "./schema";

const UPSERT_CARTS = upsertSql({
  table: "Cart",
  columns: [
    "id",
    "shopId",
    "token",
    "currencyCode",
    "subtotalMinor",
    "itemCount",
    "startedAt",
    "activeAt",
    "versionAt",
  ],
  key: ["id"],
  guard: `excluded."versionAt" >= "Cart"."versionAt"`,
});
const UPSERT_LINES = upsertSql({
  table: "CartLine",
  columns: [
    "id",
    "shopId",
    "cartId",
    "position",
    "productId",
    "variantId",
    "title",
    "sku",
    "quantity",
    "unitPriceMinor",
  ],
  key: ["id"],
});

/** The stored ones among `ids`, by id; lines always come whole, so the stored ones are not needed. */
export async function loadCarts(
  db: Db,
  { shopId, ids }: { shopId: string; ids: readonly string[] },
): Promise<Map<string, CartState>> {
  if (ids.length === 0) return new Map();
  const rows = await db.$queryRaw<(Omit<CartRow, "subtotalMinor"> & { subtotalMinor: bigint })[]>`
    SELECT "id", "token", "currencyCode", "subtotalMinor", "itemCount", "startedAt", "activeAt", "versionAt"
    FROM "Cart" WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(ids)}`;
  return new Map(
    rows.map((row) => {
      const stored = { ...row, subtotalMinor: toMinor(row.subtotalMinor) };
      return [row.id, { row: stored, lines: null, isChanged: false }];
    }),
  );
}

/** Stores the changed ones; their lines take the place of those stored. A newer version in the database stays. */
export async function saveCarts(
  db: Db,
  { shopId, states }: { shopId: string; states: readonly CartState[] },
): Promise<void> {
  const changed = states.filter((state) => state.isChanged);
  if (changed.length === 0) return;
  await db.$executeRawUnsafe(UPSERT_CARTS, rowsToJson(changed.map(({ row }) => ({ ...row, shopId }))));
  const told = changed.filter((state) => state.lines !== null);
  if (told.length === 0) return;
  await db.cartLine.deleteMany({ where: { shopId, cartId: { in: told.map(({ row }) => row.id) } } });
  const lines = told.flatMap(({ row, lines }) =>
    (lines ?? []).map((line) => ({ ...line, id: `${row.id}_${line.position}`, shopId, cartId: row.id })),
  );
  if (lines.length > 0) await db.$executeRawUnsafe(UPSERT_LINES, rowsToJson(lines));
}
