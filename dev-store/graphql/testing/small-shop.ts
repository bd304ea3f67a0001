import { SimulatedClock } from "../../clock";
import { applyDiscountCode, completeCheckout, startCheckout, updateCheckout } from "../../commerce/checkouts";
import { createDiscount } from "../../commerce/discounts";
import { createProduct } from "../../commerce/products";
import type { AppConfig } from "../../state/app-model";
import type { Shop } from "../../state/model";
import { Store } from "../../state/store";
import type { GraphqlOptions } from "../context";
import { type GraphqlResponse, handleGraphql } from "../handle-graphql";

export const TOKEN = "shpat_test";

export const ALL_SCOPES = [
  "read_customer_merge",
  "write_customers",
  "write_orders",
  "read_all_orders",
  "write_products",
  "write_discounts",
  "read_store_credit_accounts",
  "write_store_credit_account_transactions",
  "write_gift_cards",
  "read_returns",
];

export const NOW = new Date("2026-11-23T09:00:00Z");

export const APP: AppConfig = {
  clientId: "client-1",
  clientSecret: "secret",
  handle: "perennial",
  name: "Perennial",
  applicationUrl: "https://app.example.com",
  apiVersion: "2026-10",
  scopes: ALL_SCOPES,
  subscriptions: [],
};

const SHOP: Shop = {
  id: 68_817_584_213,
  domain: "small-shop.myshopify.com",
  name: "Small Shop",
  email: "owner@small-shop.example",
  ownerFirstName: "Ada",
  ownerLastName: "Owner",
  currencyCode: "EUR",
  presentmentRates: { PLN: 4.25, JPY: 160 },
  ianaTimezone: "Europe/Warsaw",
  countryCode: "PL",
  taxRate: 0.23,
  taxesIncluded: true,
  plan: "Basic",
  createdAt: new Date("2023-11-23T09:00:00Z"),
};

export type SmallShop = {
  store: Store;
  /** Wall clock in milliseconds, moved by hand. */
  wall: { ms: number };
  options: GraphqlOptions;
  /** Posts a document and returns what came back over HTTP. */
  post: (query: string, variables?: Record<string, unknown>) => GraphqlResponse;
  /** Posts a document and returns the body. */
  ask: (query: string, variables?: Record<string, unknown>) => Answer;
};

export type Answer = {
  data?: Record<string, Json> | null;
  errors?: { message: string; path?: unknown; locations?: unknown; extensions?: Record<string, unknown> }[];
  extensions?: { cost: Json; search?: Json[] };
};

export type Json = { [key: string]: Json } & Json[];

/** The value at a path like `orders.nodes.0.name` of an answer's data; undefined where there is none. */
export function pick({ data }: Answer, path: string): unknown {
  return path.split(".").reduce<unknown>((value, step) => (value as Json | null | undefined)?.[step], data);
}

/** A shop with an installation and nothing in it. The simulated time stands at NOW plus the wall clock's progress. */
export function emptyShop(scopes: readonly string[] = ALL_SCOPES): SmallShop {
  const wall = { ms: NOW.getTime() };
  const store = new Store({ ...SHOP }, new SimulatedClock(() => wall.ms));
  store.installation = {
    id: 900_001,
    scopes: [...scopes],
    installedAt: NOW,
    uninstalledAt: null,
    accessTokens: [{ token: TOKEN, kind: "offline", expiresAt: new Date(NOW.getTime() + 3_600_000) }],
    refreshTokens: [],
  };
  const options: GraphqlOptions = { app: APP, baseUrl: "http://127.0.0.1:4500", wall: () => wall.ms };
  const post: SmallShop["post"] = (query, variables = {}) =>
    handleGraphql(store, { body: { query, variables }, accessToken: TOKEN, version: "2026-10" }, options);
  // Through JSON, as over the wire.
  const ask: SmallShop["ask"] = (query, variables) =>
    JSON.parse(JSON.stringify(post(query, variables).body)) as Answer;
  return { store, wall, options, post, ask };
}

/** Two customers, two products, a code, one order with a refundable line and one abandoned checkout. */
export function smallShop(scopes?: readonly string[]): SmallShop {
  const shop = emptyShop(scopes);
  const { store } = shop;
  const coffee = addProduct(store, { title: "Yirgacheffe", priceMinor: 1_450, stock: 40 });
  const grinder = addProduct(store, { title: "Hand grinder", priceMinor: 8_900, stock: 3 });
  createDiscount(store, {
    code: "WELCOME10",
    title: "Welcome",
    value: { kind: "percentage", fraction: 0.1 },
  });

  const bought = startCheckout(store, {
    lines: [{ productId: coffee.id, variantId: coffee.variantId, quantity: 2 }],
    locale: "pl",
    presentmentCurrency: "PLN",
  });
  updateCheckout(store, bought, {
    email: "ewa@example.com",
    buyerAcceptsMarketing: true,
    shippingAddress: ADDRESS,
  });
  applyDiscountCode(store, bought, "WELCOME10");
  completeCheckout(store, bought);

  shop.wall.ms += 3_600_000;
  extendToken(shop);
  const left = startCheckout(store, {
    lines: [{ productId: grinder.id, variantId: grinder.variantId, quantity: 1 }],
    locale: "en",
    presentmentCurrency: "EUR",
  });
  updateCheckout(store, left, { email: "adam@example.com" });
  return shop;
}

const ADDRESS = {
  firstName: "Ewa",
  lastName: "Nowak",
  address1: "Długa 1",
  address2: null,
  city: "Gdańsk",
  province: null,
  provinceCode: null,
  zip: "80-001",
  country: "Poland",
  countryCode: "PL",
  phone: null,
};

/** Keeps the token good after the wall clock was moved. */
export function extendToken({ store, wall }: SmallShop): void {
  for (const token of store.installation?.accessTokens ?? []) token.expiresAt = new Date(wall.ms + 3_600_000);
}

/** Adds a product of one variant and returns both ids. */
export function addProduct(
  store: Store,
  { title, priceMinor, stock }: { title: string; priceMinor: number; stock: number },
): { id: number; variantId: number } {
  const product = createProduct(store, {
    title,
    handle: title.toLowerCase().replaceAll(" ", "-"),
    descriptionHtml: `<p>${title}</p>`,
    vendor: "Small Shop",
    productType: "Coffee",
    status: "ACTIVE",
    tags: ["new"],
    isGiftCard: false,
    imageUrl: "https://cdn.example.com/picture.jpg",
    variants: [
      {
        title: "250 g",
        sku: `SKU-${title.length}`,
        price: { amountMinor: priceMinor, currencyCode: "EUR" },
        compareAtPrice: null,
        inventoryQuantity: stock,
        inventoryPolicy: "DENY",
        unitCost: { amountMinor: Math.round(priceMinor / 2), currencyCode: "EUR" },
      },
    ],
  });
  return { id: product.id, variantId: product.variants[0]?.id ?? 0 };
}
