import type { CartItem } from "../commerce/cart-lines";
import { html, type Markup } from "../html";
import { type Frame, shopPage } from "./layout";
import { shownPrice } from "./shopper";

/** Shopify calls the variant of a product without choices so; shoppers are not shown it. */
const NO_CHOICE = "Default Title";

/** The variant's title beside the product's; null when there is nothing to choose. */
export function variantTitle(item: Pick<CartItem, "variant">): string | null {
  return item.variant.title === NO_CHOICE ? null : item.variant.title;
}

function row(item: CartItem, { shop, shopper }: Frame): Markup {
  const { product, variant, line } = item;
  const { texts } = shopper;
  const sum = { ...variant.price, amountMinor: variant.price.amountMinor * line.quantity };
  return html`<li>
    <img src="/images/${product.handle}.svg" alt="" width="84" height="84" />
    <div class="what">
      <a href="/products/${product.handle}">${product.title}</a>
      <small>${variantTitle(item)}</small>
      <form method="post" action="/cart/change">
        <input type="hidden" name="id" value="${variant.id}" />
        <input
          type="number"
          name="quantity"
          value="${line.quantity}"
          min="0"
          max="99"
          required
          aria-label="${texts.quantity}: ${product.title}"
        />
        <button class="plain compact">${texts.update}</button>
      </form>
      <form method="post" action="/cart/change">
        <input type="hidden" name="id" value="${variant.id}" />
        <input type="hidden" name="quantity" value="0" />
        <button class="link" aria-label="${texts.remove}: ${product.title}">${texts.remove}</button>
      </form>
    </div>
    <span class="amount">${shownPrice(sum, shop, shopper)}</span>
  </li>`;
}

export function cartPage(frame: Frame, items: CartItem[]): string {
  const { shop, shopper } = frame;
  const { texts } = shopper;
  if (items.length === 0) {
    return shopPage(
      frame,
      texts.cart,
      html`<h1>${texts.cart}</h1>
        <p>${texts.cartEmpty}</p>
        <a class="button" href="/">${texts.continueShopping}</a>`,
    );
  }
  const amountMinor = items.reduce(
    (sum, { line, variant }) => sum + variant.price.amountMinor * line.quantity,
    0,
  );
  const subtotal = shownPrice({ amountMinor, currencyCode: shop.currencyCode }, shop, shopper);
  return shopPage(
    frame,
    texts.cart,
    html`<h1>${texts.cart}</h1>
      <div class="two">
        <ul class="lines">
          ${items.map((item) => row(item, frame))}
        </ul>
        <section class="panel">
          <dl class="sums">
            <dt>${texts.subtotal}</dt>
            <dd><strong>${subtotal}</strong></dd>
          </dl>
          ${frame.theme?.blocks("cart")}
          <p class="stock">${texts.taxesAtCheckout}</p>
          <form method="post" action="/cart/checkout"><button class="wide">${texts.checkout}</button></form>
          <a class="button plain wide" href="/">${texts.continueShopping}</a>
        </section>
      </div>`,
  );
}
