import { type Db, toMinor } from "~/platform/db.server";

import { availabilityOf } from "../checkouts/rules/availability";

/** A product that can be bought now. */
export type ProductFacts = {
  id: string;
  title: string;
  handle: string | null;
  imageUrl: string | null;
  /** Of the cheapest variant that can be bought. */
  priceMinor: number;
  currencyCode: string;
};

/** Those of these products that can be bought now, as they are sold: a sold-out or hidden one is left out. */
export async function listBuyableProducts(
  db: Db,
  { shopId, ids }: { shopId: string; ids: readonly string[] },
): Promise<ProductFacts[]> {
  if (ids.length === 0) return [];
  const rows = await db.product.findMany({
    where: { shopId, id: { in: [...ids] } },
    select: {
      id: true,
      title: true,
      handle: true,
      imageUrl: true,
      status: true,
      deletedAt: true,
      variants: { where: { shopId }, orderBy: [{ priceMinor: "asc" }, { id: "asc" }] },
    },
  });
  return rows.flatMap(({ status, deletedAt, variants, ...product }) => {
    const sold = { status, isDeleted: deletedAt !== null };
    const cheapest = variants.find((variant) => availabilityOf({ product: sold, variant }) === "in-stock");
    if (!cheapest) return [];
    return [{ ...product, priceMinor: toMinor(cheapest.priceMinor), currencyCode: cheapest.currencyCode }];
  });
}

/** Ids of those of these products that can be bought now. */
export async function listBuyableIds(
  db: Db,
  asked: { shopId: string; ids: readonly string[] },
): Promise<Set<string>> {
  return new Set((await listBuyableProducts(db, asked)).map(({ id }) => id));
}
