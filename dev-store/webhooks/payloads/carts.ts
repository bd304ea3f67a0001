import { createHash } from "node:crypto";

import { cartItems, type CartItem } from "../../commerce/cart-lines";
import type { Cart, MoneyBag } from "../../state/model";
import type { Store } from "../../state/store";

import { type Body, priced } from "./wire";

// A cart does not know in which currency it will be paid: both sides are the shop's.
function bagIn(currencyCode: string, amountMinor: number): MoneyBag {
  const money = { amountMinor, currencyCode };
  return { shop: money, presentment: money };
}

function lineItem(store: Store, { token }: Cart, { line, product, variant }: CartItem): Body {
  const bag = (amountMinor: number) => bagIn(store.shop.currencyCode, amountMinor);
  const unit = bag(variant.price.amountMinor);
  const whole = bag(variant.price.amountMinor * line.quantity);
  const hash = createHash("md5").update(`${token} ${variant.id}`).digest("hex");
  const title = variant.title === "Default Title" ? product.title : `${product.title} - ${variant.title}`;
  return {
    id: variant.id,
    properties: null,
    quantity: line.quantity,
    variant_id: variant.id,
    key: `${variant.id}:${hash}`,
    discounts: [],
    gift_card: product.isGiftCard,
    grams: 0,
    product_id: product.id,
    sku: variant.sku,
    taxable: !product.isGiftCard,
    title,
    vendor: product.vendor,
    ...priced("discounted_price", unit),
    ...priced("line_price", whole),
    ...priced("original_line_price", whole),
    original_price: priced("price", unit)["price"],
    ...priced("price", unit),
    ...priced("total_discount", bag(0)),
    parent_relationship: null,
  };
}

/** carts/create and carts/update: no e-mail, no customer; times in UTC with milliseconds. */
export function cartPayload(store: Store, cart: Cart): Body {
  const lines = cart.lines.map((line) => ({ ...line, key: String(line.variantId) }));
  return {
    id: cart.token,
    token: cart.token,
    line_items: cartItems(store, lines).map((item) => lineItem(store, cart, item)),
    note: null,
    updated_at: cart.updatedAt.toISOString(),
    created_at: cart.createdAt.toISOString(),
  };
}
