import { SimulatedClock } from "../clock";
import { createCustomer } from "../commerce/customers";
import { createProduct } from "../commerce/products";
import type { AppConfig } from "../state/app-model";
import type { Customer, Product } from "../state/model";
import { Store } from "../state/store";

/** An app for tests, subscribed to the given topics at `/webhooks`. */
export function sampleApp(topics: string[] = [], overrides: Partial<AppConfig> = {}): AppConfig {
  return {
    clientId: "client-1",
    clientSecret: "secret-1",
    handle: "sample-app",
    name: "Sample app",
    applicationUrl: "http://127.0.0.1:9",
    apiVersion: "2026-10",
    scopes: ["read_customers", "read_orders"],
    subscriptions: topics.map((topic) => ({ topic, uri: "/webhooks", includeFields: null, name: null })),
    ...overrides,
  };
}

export type SampleStore = { store: Store; customer: Customer; product: Product };

/** A small shop in New York at noon of 1 March 2026 (winter time), its clock held still, the app installed. */
export function sampleStore(): SampleStore {
  const start = new Date("2026-03-01T17:00:00.000Z");
  const shop = {
    id: 548_380_009,
    domain: "sample-shop.myshopify.com",
    name: "Sample shop",
    email: "owner@sample-shop.example",
    ownerFirstName: "Ada",
    ownerLastName: "Owner",
    currencyCode: "USD",
    presentmentRates: { USD: 1, JPY: 150 },
    ianaTimezone: "America/New_York",
    countryCode: "US",
    taxRate: 0.06,
    taxesIncluded: false,
    plan: "Basic" as const,
    createdAt: new Date("2024-01-01T12:00:00Z"),
  };
  const store = new Store(shop, new SimulatedClock(() => start.getTime()));
  store.installation = {
    id: 1,
    scopes: [],
    installedAt: start,
    uninstalledAt: null,
    accessTokens: [],
    refreshTokens: [],
  };
  const customer = createCustomer(store, {
    email: "bob@biller.example",
    firstName: "Bob",
    lastName: "Biller",
    tags: ["VIP"],
  });
  const product = createProduct(store, {
    title: "Espresso beans",
    handle: "espresso-beans",
    descriptionHtml: "<p>Dark</p>",
    vendor: "Sample",
    productType: "Coffee",
    status: "ACTIVE",
    tags: ["dark", "beans"],
    isGiftCard: false,
    imageUrl: null,
    variants: [
      {
        title: "250 g",
        sku: "ESP-250",
        price: { amountMinor: 1250, currencyCode: "USD" },
        compareAtPrice: { amountMinor: 1500, currencyCode: "USD" },
        inventoryQuantity: 100,
        inventoryPolicy: "DENY",
        unitCost: null,
      },
    ],
  });
  return { store, customer, product };
}

/** What a shopper has before paying: two bags in a checkout with the customer's e-mail. */
export function linesOf(
  product: Product,
  quantity: number,
): { productId: number; variantId: number; quantity: number }[] {
  return product.variants.map((variant) => ({ productId: product.id, variantId: variant.id, quantity }));
}
