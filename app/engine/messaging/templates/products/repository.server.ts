import type { Db } from "~/platform/db.server";
import { toMinor } from "~/platform/db.server";

type Scope = { shopId: string };

export type ProductRow = {
  id: string;
  title: string;
  handle: string | null;
  imageUrl: string | null;
  /** Of the cheapest variant; null when the product has none. */
  priceMinor: number | null;
  currencyCode: string | null;
};

/** Of products that can be bought now, those sold most since an instant, most sold first. */
export async function listBestsellerIds(
  db: Db,
  { shopId, since, limit }: Scope & { since: Date; limit: number },
): Promise<string[]> {
  const rows = await db.orderLine.groupBy({
    by: ["productId"],
    where: {
      shopId,
      productId: { not: null },
      isGiftCard: false,
      order: { shopId, placedAt: { gte: since } },
    },
    _sum: { currentQuantity: true },
    orderBy: [{ _sum: { currentQuantity: "desc" } }, { productId: "asc" }],
    take: limit,
  });
  return rows.flatMap(({ productId }) => (productId === null ? [] : [productId]));
}

/** Products of a customer's orders, latest first. */
export async function listLastBoughtIds(
  db: Db,
  { shopId, customerId, limit }: Scope & { customerId: string; limit: number },
): Promise<string[]> {
  const orders = await db.order.findMany({
    where: { shopId, customerId, cancelledAt: null },
    orderBy: [{ placedAt: "desc" }, { id: "desc" }],
    take: limit,
    select: { lines: { where: { shopId, productId: { not: null } }, select: { productId: true } } },
  });
  const ids = orders.flatMap(({ lines }) => lines.flatMap(({ productId }) => productId ?? []));
  return [...new Set(ids)].slice(0, limit);
}

/** Products that can be bought now, in the order of `ids`. The others are left out. */
export async function listProducts(
  db: Db,
  { shopId, ids }: Scope & { ids: readonly string[] },
): Promise<ProductRow[]> {
  if (ids.length === 0) return [];
  const rows = await db.product.findMany({
    where: { shopId, id: { in: [...ids] }, deletedAt: null, status: "ACTIVE" },
    include: { variants: { where: { shopId }, orderBy: [{ priceMinor: "asc" }, { id: "asc" }] } },
  });
  const known = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = known.get(id);
    const inStock = row?.variants.filter(isInStock) ?? [];
    if (!row || (row.variants.length > 0 && inStock.length === 0)) return [];
    const [cheapest] = inStock;
    const { title, handle, imageUrl } = row;
    const priceMinor = cheapest ? toMinor(cheapest.priceMinor) : null;
    return [{ id, title, handle, imageUrl, priceMinor, currencyCode: cheapest?.currencyCode ?? null }];
  });
}

/** Not tracked counts as there. */
function isInStock({
  inventoryQuantity,
  inventoryPolicy,
}: {
  inventoryQuantity: number | null;
  inventoryPolicy: string | null;
}): boolean {
  return inventoryQuantity === null || inventoryQuantity > 0 || inventoryPolicy === "CONTINUE";
}

/** Products by a part of their title: for whoever picks some. */
export async function searchProducts(
  db: Db,
  { shopId, query, limit }: Scope & { query: string; limit: number },
): Promise<{ id: string; title: string }[]> {
  return db.product.findMany({
    where: { shopId, deletedAt: null, status: "ACTIVE", title: { contains: query } },
    orderBy: [{ title: "asc" }, { id: "asc" }],
    take: limit,
    select: { id: true, title: true },
  });
}
