import { type Db, toMinor } from "~/platform/db.server";

import { type Candidate, chooseAlternatives } from "../rules/alternatives";

type Line = { productId: string | null; unitPriceMinor: number; isSoldOut: boolean };
export type Alternative = Candidate & { title: string; handle: string | null; imageUrl: string | null };

/** Variants that can be bought: not tracked, in stock, or sold beyond it. */
const BUYABLE = [
  { inventoryPolicy: null },
  { inventoryPolicy: { not: "DENY" } },
  { inventoryQuantity: null },
  { inventoryQuantity: { gt: 0 } },
];

/** Products looked at for a cart. */
const MOST_CANDIDATES = 200;

/** What can be bought in place of the sold-out lines of a cart: of the same kind of product, nearest in price. */
export async function listAlternatives(
  db: Db,
  { shopId, lines }: { shopId: string; lines: readonly Line[] },
): Promise<Alternative[]> {
  const idsInCart = lines.flatMap(({ productId }) => productId ?? []);
  const kinds = new Map(
    (
      await db.product.findMany({
        where: { shopId, id: { in: idsInCart }, productType: { notIn: [""], not: null } },
        select: { id: true, productType: true },
      })
    ).map(({ id, productType }) => [id, productType ?? ""]),
  );
  const wanted = lines.flatMap(({ productId, unitPriceMinor, isSoldOut }) => {
    const kind = productId === null ? undefined : kinds.get(productId);
    return isSoldOut && kind !== undefined ? [{ kind, priceMinor: unitPriceMinor }] : [];
  });
  if (wanted.length === 0) return [];
  const rows = await db.product.findMany({
    where: {
      shopId,
      ...{ status: "ACTIVE", deletedAt: null, isGiftCard: false },
      productType: { in: [...new Set(wanted.map(({ kind }) => kind))] },
      id: { notIn: idsInCart },
    },
    orderBy: { id: "asc" },
    take: MOST_CANDIDATES,
    include: { variants: { where: { shopId, OR: BUYABLE } } },
  });
  const candidates = rows.flatMap(({ id, title, handle, imageUrl, productType, variants }) => {
    const prices = variants.map(({ priceMinor }) => toMinor(priceMinor));
    if (prices.length === 0) return [];
    return [{ id, title, handle, imageUrl, kind: productType ?? "", priceMinor: Math.min(...prices) }];
  });
  return chooseAlternatives(wanted, candidates);
}
