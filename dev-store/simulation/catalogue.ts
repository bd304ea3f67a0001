import { createProduct, type NewProduct } from "../commerce/products";
import type { Product } from "../state/model";
import type { Store } from "../state/store";
import { coffees } from "./catalogue-coffee";
import { gear } from "./catalogue-gear";
import { teas } from "./catalogue-tea";
import type { Offer } from "./offer";

/** Everything the demo shop sells. Images are paths below the storefront's origin. */
export const demoCatalogue: NewProduct[] = [...coffees, ...teas, ...gear].map(productOf);

/** Puts the catalogue on sale and returns the products, best sellers first. */
export function stockShelves(store: Store): Product[] {
  return demoCatalogue.map((product) =>
    createProduct(store, { ...product, imageUrl: store.storefrontOrigin + product.imageUrl }),
  );
}

/** Fills the shelves to what the catalogue says, after a history that sold from them. */
export function restockShelves(store: Store): void {
  for (const product of store.products.values()) {
    const offered = demoCatalogue.find(({ handle }) => handle === product.handle);
    for (const [index, variant] of product.variants.entries()) {
      variant.inventoryQuantity = offered?.variants[index]?.inventoryQuantity ?? 100;
    }
  }
}

function productOf(offer: Offer): NewProduct {
  const handle = handleOf(offer.title);
  const euros = (amountMinor: number) => ({ amountMinor, currencyCode: "EUR" });
  return {
    title: offer.title,
    handle,
    descriptionHtml: `<p>${offer.description}</p>`,
    vendor: "Ostrova",
    productType: offer.kind,
    status: "ACTIVE",
    tags: offer.tags,
    isGiftCard: offer.isGiftCard ?? false,
    imageUrl: `/images/${handle}.svg`,
    variants: offer.variants.map(([title, price, cost, stock, more], index) => ({
      title,
      sku: `OST-${handle.slice(0, 12).toUpperCase()}-${index + 1}`,
      price: euros(price),
      compareAtPrice: more?.was === undefined ? null : euros(more.was),
      inventoryQuantity: stock,
      inventoryPolicy: more?.backorder ? "CONTINUE" : "DENY",
      unitCost: euros(cost),
    })),
  };
}

function handleOf(title: string): string {
  return title
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
