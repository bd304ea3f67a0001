import { html, type Markup, type Renderable, trusted } from "../html";
import type { Product, Variant } from "../state/model";
import { type Frame, shopPage, withEvents } from "./layout";
import { productViewed } from "./pixel/events";
import { shownPrice } from "./shopper";
import { fill } from "./texts";

/** From this number of pieces on, a shopper is not told how many there are. */
const PLENTY = 6;

/** Part of an address: `Herbal tea` → `herbal-tea`. */
export function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
}

export function isSoldOut(variant: Variant): boolean {
  return variant.inventoryPolicy === "DENY" && variant.inventoryQuantity <= 0;
}

function cheapest(product: Product): Variant | null {
  return product.variants.reduce<Variant | null>(
    (best, variant) => (best && best.price.amountMinor <= variant.price.amountMinor ? best : variant),
    null,
  );
}

function card(product: Product, { shop, shopper }: Frame): Renderable {
  const variant = cheapest(product);
  if (!variant) return null;
  const price = shownPrice(variant.price, shop, shopper);
  const dearer = product.variants.some(
    ({ price: { amountMinor } }) => amountMinor > variant.price.amountMinor,
  );
  const was = variant.compareAtPrice && html`<s>${shownPrice(variant.compareAtPrice, shop, shopper)}</s>`;
  const shown = html`${dearer ? fill(shopper.texts.from, { price }) : price} ${was}`;
  return html`<li class="card">
    <a href="/products/${product.handle}">
      <img src="/images/${product.handle}.svg" alt="" width="600" height="600" loading="lazy" />
      <span class="title">${product.title}</span>
      <span class="price">${product.variants.every(isSoldOut) ? shopper.texts.soldOut : shown}</span>
    </a>
  </li>`;
}

type CollectionView = { products: Product[]; types: string[]; chosen: string | null };

/** All products, or those of one type. */
export function collectionPage(frame: Frame, { products, types, chosen }: CollectionView): string {
  const { texts } = frame.shopper;
  const chips = types.map(
    (type) =>
      html`<li>
        <a href="/collections/${slugOf(type)}" ${type === chosen ? trusted('aria-current="page"') : null}
          >${type}</a
        >
      </li>`,
  );
  const all = html`<li>
    <a href="/" ${chosen ? null : trusted('aria-current="page"')}>${texts.allProducts}</a>
  </li>`;
  return shopPage(
    frame,
    chosen ?? texts.allProducts,
    html`<h1>${chosen ?? frame.shop.name}</h1>
      <p class="lead">${texts.tagline}</p>
      ${
        types.length > 1
          ? html`<ul class="chips">
              ${all}${chips}
            </ul>`
          : null
      }
      <ul class="grid">
        ${products.map((product) => card(product, frame))}
      </ul>`,
  );
}

function stockOf(variant: Variant, { shopper: { texts } }: Frame): string {
  if (isSoldOut(variant)) return texts.soldOut;
  const scarce = variant.inventoryPolicy === "DENY" && variant.inventoryQuantity < PLENTY;
  return scarce ? fill(texts.onlyLeft, { count: variant.inventoryQuantity }) : texts.inStock;
}

function variantChoice(product: Product, frame: Frame): Markup {
  const firstAvailable = product.variants.find((variant) => !isSoldOut(variant));
  const options = product.variants.map((variant) => {
    const label = `${variant.title} – ${shownPrice(variant.price, frame.shop, frame.shopper)} – ${stockOf(variant, frame)}`;
    const state = isSoldOut(variant) ? "disabled" : variant === firstAvailable ? "selected" : null;
    return html`<option value="${variant.id}" ${state}>${label}</option>`;
  });
  return html`<label
    >${frame.shopper.texts.variant}<select name="id">
      ${options}
    </select></label
  >`;
}

/** One product with its variants, prices and stock. */
export function productPage(frame: Frame, product: Product): string {
  const { texts } = frame.shopper;
  const [only] = product.variants;
  const single = product.variants.length === 1 && only;
  const soldOut = product.variants.every(isSoldOut);
  const choice = single
    ? html`<input type="hidden" name="id" value="${single.id}" />
        <p class="stock">
          <strong>${shownPrice(single.price, frame.shop, frame.shopper)}</strong>
          ${single.compareAtPrice && html`<s>${shownPrice(single.compareAtPrice, frame.shop, frame.shopper)}</s>`}
          · ${stockOf(single, frame)}
        </p>`
    : variantChoice(product, frame);
  return shopPage(
    withEvents(frame, productViewed(product)),
    product.title,
    html`<div class="product">
      <img src="/images/${product.handle}.svg" alt="${product.title}" width="600" height="600" />
      <div>
        <p class="vendor">${product.vendor}</p>
        <h1>${product.title}</h1>
        <div>${trusted(product.descriptionHtml)}</div>
        <form method="post" action="/cart/add">
          ${choice}
          <label>
            ${texts.quantity}
            <input type="number" name="quantity" value="1" min="1" max="99" required inputmode="numeric" />
          </label>
          <button class="wide" ${soldOut ? "disabled" : null}>
            ${soldOut ? texts.soldOut : texts.addToCart}
          </button>
        </form>
        ${frame.theme?.blocks("product", product)}
      </div>
    </div>`,
  );
}
