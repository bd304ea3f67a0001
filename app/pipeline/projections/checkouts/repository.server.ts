import { type Db, toMinor } from "~/platform/db.server";

import { rowsToJson, upsertSql } from "../batch/rows.server";

import type { CheckoutKeys, CheckoutLineRow, CheckoutRow, CheckoutState } from "./schema";

const UPSERT_CHECKOUTS = upsertSql({
  table: "Checkout",
  columns: [
    "id",
    "shopId",
    "token",
    "gid",
    "cartToken",
    "customerId",
    "isLinkedByAddress",
    "email",
    "phone",
    "locale",
    "acceptsMarketing",
    "sourceName",
    "recoverUrl",
    "currencyCode",
    "presentmentCurrency",
    "subtotalMinor",
    "totalMinor",
    "discountCodesJson",
    "startedAt",
    "activeAt",
    "completedAt",
    "deletedAt",
    "versionAt",
  ],
  key: ["id"],
  guard: `excluded."versionAt" >= "Checkout"."versionAt"`,
});
const UPSERT_LINES = upsertSql({
  table: "CheckoutLine",
  columns: [
    "id",
    "shopId",
    "checkoutId",
    "position",
    "productId",
    "variantId",
    "title",
    "variantTitle",
    "sku",
    "quantity",
    "unitPriceMinor",
    "imageUrl",
  ],
  key: ["id"],
});

type StoredCheckout = Omit<CheckoutRow, "subtotalMinor" | "totalMinor"> & {
  subtotalMinor: bigint;
  totalMinor: bigint;
};
type StoredLine = Omit<CheckoutLineRow, "unitPriceMinor"> & { checkoutId: string; unitPriceMinor: bigint };

/** The stored ones that any of the keys names, with their lines. */
export async function loadCheckouts(
  db: Db,
  { shopId, keys }: { shopId: string; keys: readonly CheckoutKeys[] },
): Promise<CheckoutState[]> {
  if (keys.length === 0) return [];
  const listOf = (key: keyof CheckoutKeys) =>
    JSON.stringify(keys.map((entry) => entry[key]).filter((value) => value !== null));
  const rows = await db.$queryRaw<(StoredCheckout & { shopId?: string })[]>`
    SELECT * FROM "Checkout" WHERE "shopId" = ${shopId} AND "id" IN (
      SELECT "id" FROM "Checkout" WHERE "shopId" = ${shopId} AND "token" IN @ids(${listOf("token")})
      UNION SELECT "id" FROM "Checkout" WHERE "shopId" = ${shopId} AND "gid" IN @ids(${listOf("gid")})
      UNION SELECT "id" FROM "Checkout" WHERE "shopId" = ${shopId} AND "recoverUrl" IN @ids(${listOf("recoverUrl")})
      UNION SELECT "id" FROM "Checkout" WHERE "shopId" = ${shopId} AND "cartToken" IN @ids(${listOf("cartToken")}))
    ORDER BY "startedAt", "id"`;
  const states = new Map<string, CheckoutState>();
  for (const row of rows) {
    delete row.shopId;
    const money = { subtotalMinor: toMinor(row.subtotalMinor), totalMinor: toMinor(row.totalMinor) };
    states.set(row.id, { row: { ...row, ...money }, lines: [], areLinesChanged: false, isChanged: false });
  }
  if (states.size > 0) await loadLines(db, { shopId, states });
  return [...states.values()];
}

async function loadLines(
  db: Db,
  { shopId, states }: { shopId: string; states: Map<string, CheckoutState> },
): Promise<void> {
  const ids = JSON.stringify([...states.keys()]);
  const lines = await db.$queryRaw<StoredLine[]>`
    SELECT "checkoutId", "position", "productId", "variantId", "title", "variantTitle", "sku", "quantity", "unitPriceMinor", "imageUrl"
    FROM "CheckoutLine" WHERE "shopId" = ${shopId} AND "checkoutId" IN @ids(${ids})
    ORDER BY "checkoutId", "position"`;
  for (const { checkoutId, ...line } of lines) {
    states.get(checkoutId)?.lines.push({ ...line, unitPriceMinor: toMinor(line.unitPriceMinor) });
  }
}

/** Stores the changed ones; lines only where they changed. A newer version in the database stays. */
export async function saveCheckouts(
  db: Db,
  { shopId, states }: { shopId: string; states: readonly CheckoutState[] },
): Promise<void> {
  const changed = states.filter((state) => state.isChanged);
  if (changed.length === 0) return;
  await db.$executeRawUnsafe(
    UPSERT_CHECKOUTS,
    rowsToJson(
      changed.map(({ row }) => ({ ...row, shopId })),
      "Checkout",
    ),
  );
  const told = changed.filter((state) => state.areLinesChanged);
  if (told.length === 0) return;
  const ids = JSON.stringify(told.map(({ row }) => row.id));
  await db.$executeRaw`
    DELETE FROM "CheckoutLine" WHERE "shopId" = ${shopId} AND "checkoutId" IN @ids(${ids})`;
  const lines = told.flatMap(({ row, lines }) =>
    lines.map((line) => ({ ...line, id: `${row.id}_${line.position}`, shopId, checkoutId: row.id })),
  );
  if (lines.length > 0) await db.$executeRawUnsafe(UPSERT_LINES, rowsToJson(lines));
}
