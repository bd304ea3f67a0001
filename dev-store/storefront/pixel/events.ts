import type { CartItem } from "../../commerce/cart-lines";
import { decimalString } from "../../commerce/money";
import { gid } from "../../graphql/gid";
import type { Money, Product, Variant } from "../../state/model";
import type { PageEvent } from "./page-data";

/** A product with one of its variants, as the Web Pixels API shows it. */
function productVariant(product: Product, variant: Variant) {
  const { id, title, vendor, productType: type, handle } = product;
  return {
    id: gid("ProductVariant", variant.id),
    title: variant.title,
    sku: variant.sku,
    price: moneyOf(variant.price),
    image: null,
    product: {
      id: gid("Product", id),
      title,
      untranslatedTitle: title,
      vendor,
      type,
      url: `/products/${handle}`,
    },
  };
}

function moneyOf(money: Money) {
  return { amount: Number(decimalString(money)), currencyCode: money.currencyCode };
}

function cartLine({ product, variant, line }: CartItem) {
  const cost = { ...variant.price, amountMinor: variant.price.amountMinor * line.quantity };
  return {
    merchandise: productVariant(product, variant),
    quantity: line.quantity,
    cost: { totalAmount: moneyOf(cost) },
  };
}

/** A cart as the Web Pixels API shows it; null when there is none. */
export function cartOf(token: string | null, items: readonly CartItem[]) {
  if (token === null) return null;
  return {
    id: token,
    totalQuantity: items.reduce((sum, { line }) => sum + line.quantity, 0),
    lines: items.map(cartLine),
    attributes: [],
  };
}

export function productViewed(product: Product): PageEvent[] {
  const [variant] = product.variants;
  if (!variant) return [];
  return [{ name: "product_viewed", data: { productVariant: productVariant(product, variant) } }];
}

/** The cart is looked at, and a product may just have been put into it. */
export function cartViewed(
  token: string | null,
  items: readonly CartItem[],
  addedVariantId: number,
): PageEvent[] {
  const added = items.find(({ variant }) => variant.id === addedVariantId);
  const viewed: PageEvent = { name: "cart_viewed", data: { cart: cartOf(token, items) } };
  return added ? [{ name: "product_added_to_cart", data: { cartLine: cartLine(added) } }, viewed] : [viewed];
}

export function checkoutStarted(token: string): PageEvent[] {
  return [{ name: "checkout_started", data: { checkout: { token } }, onceKey: `checkout_started:${token}` }];
}
