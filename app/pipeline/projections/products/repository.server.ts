import type { Db } from "~/platform/db.server";

import { rowsToJson, upsertSql } from "../batch/rows.server";

import type { ProductRow, ProductState } from "./schema";

const UPSERT_PRODUCTS = upsertSql({
  table: "Product",
  columns: [
    "id",
    "shopId",
    "gid",
    "title",
    "handle",
    "status",
    "vendor",
    "productType",
    "imageUrl",
    "isGiftCard",
    "versionAt",
    "deletedAt",
  ],
  key: ["id"],
  guard: `"Product"."versionAt" IS NULL OR excluded."versionAt" >= "Product"."versionAt"`,
});
const UPSERT_VARIANTS = upsertSql({
  table: "Variant",
  columns: [
    "id",
    "shopId",
    "gid",
    "productId",
    "title",
    "sku",
    "priceMinor",
    "currencyCode",
    "inventoryQuantity",
    "inventoryPolicy",
  ],
  key: ["id"],
});

/** The stored ones among `ids`, by id; variants are not needed and stay where they are. */
export async function loadProducts(
  db: Db,
  { shopId, ids }: { shopId: string; ids: readonly string[] },
): Promise<Map<string, ProductState>> {
  if (ids.length === 0) return new Map();
  const rows = await db.$queryRaw<(ProductRow & { shopId?: string })[]>`
    SELECT * FROM "Product" WHERE "shopId" = ${shopId} AND "id" IN @ids(${JSON.stringify(ids)})`;
  return new Map(
    rows.map((row) => {
      delete row.shopId;
      return [row.id, { row, variants: null, variantIds: [], isChanged: false }];
    }),
  );
}

/** Stores the changed ones; variants the product no longer has go. A newer version in the database stays. */
export async function saveProducts(
  db: Db,
  { shopId, states }: { shopId: string; states: readonly ProductState[] },
): Promise<void> {
  const changed = states.filter((state) => state.isChanged);
  if (changed.length === 0) return;
  await db.$executeRawUnsafe(UPSERT_PRODUCTS, rowsToJson(changed.map(({ row }) => ({ ...row, shopId }))));
  const told = changed.filter((state) => state.variants !== null);
  if (told.length === 0) return;
  const variants = told.flatMap(({ row, variants }) =>
    (variants ?? []).map((variant) => ({ ...variant, shopId, productId: row.id })),
  );
  if (variants.length > 0) await db.$executeRawUnsafe(UPSERT_VARIANTS, rowsToJson(variants));
  const productIds = JSON.stringify(told.map(({ row }) => row.id));
  const kept = JSON.stringify(told.flatMap(({ variantIds }) => variantIds));
  await db.$executeRaw`
    DELETE FROM "Variant" WHERE "shopId" = ${shopId} AND "productId" IN @ids(${productIds})
      AND "id" NOT IN @ids(${kept})`;
}
