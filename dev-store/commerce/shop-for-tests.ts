import { SimulatedClock } from "../clock";
import type { Product, Shop } from "../state/model";
import { Store, type StoreEvent } from "../state/store";
import { startCheckout, updateCheckout } from "./checkouts";
import { createProduct } from "./products";
import type { Checkout } from "../state/model";

/** When every test shop opens. */
export const OPENING = new Date("2026-11-02T08:00:00Z");

export type TestShop = {
  store: Store;
  /** Everything raised so far. */
  events: StoreEvent[];
  /** Topics raised since the last call. */
  newTopics: () => string[];
};

/** An empty shop whose clock stands still until it is moved. */
export function openShop(changes: Partial<Shop> = {}): TestShop {
  const store = new Store(
    {
      id: 1,
      domain: "test.myshopify.com",
      name: "Test",
      email: "owner@test.example",
      ownerFirstName: "Ola",
      ownerLastName: "Test",
      currencyCode: "EUR",
      presentmentRates: { EUR: 1, JPY: 163.42, KWD: 0.3351, PLN: 4.2718 },
      ianaTimezone: "Europe/Warsaw",
      countryCode: "PL",
      taxRate: 0.23,
      taxesIncluded: true,
      plan: "Basic",
      createdAt: OPENING,
      ...changes,
    },
    new SimulatedClock(() => OPENING.getTime()),
  );
  const events: StoreEvent[] = [];
  store.onEvent((event) => events.push(event));
  let seen = 0;
  return {
    store,
    events,
    newTopics: () => {
      const topics = events.slice(seen).map(({ topic }) => topic);
      seen = events.length;
      return topics;
    },
  };
}

/** Puts a product with one variant on sale: a price in minor units, plenty in stock unless told otherwise. */
export function putOnSale(store: Store, priceMinor: number, stock = 1_000_000): Product {
  return createProduct(store, {
    title: `Thing for ${priceMinor}`,
    handle: `thing-${store.products.size + 1}`,
    descriptionHtml: "",
    vendor: "Test",
    productType: "Thing",
    status: "ACTIVE",
    tags: [],
    isGiftCard: false,
    imageUrl: null,
    variants: [
      {
        title: "Default Title",
        sku: "",
        price: { amountMinor: priceMinor, currencyCode: store.shop.currencyCode },
        compareAtPrice: null,
        inventoryQuantity: stock,
        inventoryPolicy: "DENY",
        unitCost: null,
      },
    ],
  });
}

/** A checkout over [product, quantity] pairs, with an e-mail unless it is null. */
export function checkoutOver(
  store: Store,
  goods: readonly (readonly [Product, number])[],
  how: { email?: string | null; currencyCode?: string } = {},
): Checkout {
  const checkout = startCheckout(store, {
    lines: goods.map(([product, quantity]) => ({
      productId: product.id,
      variantId: product.variants[0]?.id ?? 0,
      quantity,
    })),
    locale: "en",
    presentmentCurrency: how.currencyCode ?? store.shop.currencyCode,
  });
  const email = how.email === undefined ? "ada@test.example" : how.email;
  if (email !== null) updateCheckout(store, checkout, { email });
  return checkout;
}
