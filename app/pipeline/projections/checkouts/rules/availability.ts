export type Availability = "in-stock" | "sold-out" | "unknown" | "product-gone";

/** What is known of the thing a checkout line names; null: nothing. */
export type StockFacts = {
  product: { status: string | null; isDeleted: boolean } | null;
  variant: { inventoryQuantity: number | null; inventoryPolicy: string | null } | null;
};

/**
 * Whether a line can still be bought.
 *
 * A product that is deleted, archived or a draft is gone, and so is a variant its product no longer has. Sold out is only
 * what is tracked, at zero or less, and not sold beyond that.
 */
export function availabilityOf({ product, variant }: StockFacts): Availability {
  if (product && (product.isDeleted || (product.status !== null && product.status !== "ACTIVE")))
    return "product-gone";
  if (!variant) return product ? "product-gone" : "unknown";
  const { inventoryQuantity, inventoryPolicy } = variant;
  return inventoryPolicy === "DENY" && inventoryQuantity !== null && inventoryQuantity <= 0
    ? "sold-out"
    : "in-stock";
}
