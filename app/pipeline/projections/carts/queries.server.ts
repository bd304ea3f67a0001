import { type Db, toMinor } from "~/platform/db.server";
import { legacyIdOf } from "~/platform/ids.server";

import { availabilityOf } from "../checkouts/rules/availability";

export type CartLineFacts = {
  title: string;
  quantity: number;
  unitPriceMinor: number;
  imageUrl: string | null;
  /** Shopify's number of the variant; null when the line names none. */
  variantNumber: string | null;
  /** Neither sold out nor gone, as far as is known. */
  isBuyable: boolean;
};

/** A cart of the online store with what is in it. */
export type CartFacts = { id: string; token: string; currencyCode: string; lines: CartLineFacts[] };

/** A cart as it was told last; null when it is unknown. */
export async function findCartFacts(
  db: Db,
  { shopId, cartId }: { shopId: string; cartId: string },
): Promise<CartFacts | null> {
  const cart = await db.cart.findFirst({
    where: { shopId, id: cartId },
    select: {
      id: true,
      token: true,
      currencyCode: true,
      lines: { where: { shopId }, orderBy: { position: "asc" } },
    },
  });
  if (!cart) return null;
  const products = await db.product.findMany({
    where: { shopId, id: { in: cart.lines.flatMap(({ productId }) => productId ?? []) } },
    select: { id: true, status: true, deletedAt: true, imageUrl: true },
  });
  const variants = await db.variant.findMany({
    where: { shopId, id: { in: cart.lines.flatMap(({ variantId }) => variantId ?? []) } },
    select: { id: true, inventoryQuantity: true, inventoryPolicy: true },
  });
  const lines = cart.lines.map(({ title, quantity, unitPriceMinor, productId, variantId }) => {
    const product = products.find(({ id }) => id === productId);
    const availability = availabilityOf({
      product: product ? { status: product.status, isDeleted: product.deletedAt !== null } : null,
      variant: variants.find(({ id }) => id === variantId) ?? null,
    });
    return {
      title,
      quantity,
      unitPriceMinor: toMinor(unitPriceMinor),
      imageUrl: product?.imageUrl ?? null,
      variantNumber: variantId === null ? null : legacyIdOf(variantId.slice(shopId.length + 1)),
      isBuyable: availability === "in-stock" || availability === "unknown",
    };
  });
  return { ...cart, lines };
}
