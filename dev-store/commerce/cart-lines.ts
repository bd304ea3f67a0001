import type { Checkout, CheckoutLine, Product, Variant } from "../state/model";
import type { Store } from "../state/store";

export type CartItem = { line: CheckoutLine; product: Product; variant: Variant };

/** The lines with the products they name; a line whose product has been deleted is left out. */
export function cartItems(store: Store, lines: readonly CheckoutLine[]): CartItem[] {
  return lines.flatMap((line) => {
    const product = store.products.get(line.productId);
    const variant = product?.variants.find((candidate) => candidate.id === line.variantId);
    return product && variant ? [{ line, product, variant }] : [];
  });
}

/** Sum of price × quantity in minor units of the shop's currency, before discounts. */
export function grossSubtotalMinor(store: Store, checkout: Pick<Checkout, "lines">): number {
  return cartItems(store, checkout.lines).reduce(
    (sum, { line, variant }) => sum + variant.price.amountMinor * line.quantity,
    0,
  );
}

/** The lines that cannot be bought now: product gone, not on sale, or too few in stock with policy DENY. */
export function unavailableLines(store: Store, checkout: Pick<Checkout, "lines">): CheckoutLine[] {
  const wanted = new Map<number, number>();
  for (const line of checkout.lines) {
    wanted.set(line.variantId, (wanted.get(line.variantId) ?? 0) + line.quantity);
  }
  return checkout.lines.filter((line) => {
    const [item] = cartItems(store, [line]);
    if (!item || item.product.status !== "ACTIVE") return true;
    const { inventoryPolicy, inventoryQuantity } = item.variant;
    return inventoryPolicy === "DENY" && inventoryQuantity < (wanted.get(line.variantId) ?? 0);
  });
}
