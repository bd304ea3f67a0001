import type { Request, Response } from "express";

import { type CartItem, cartItems } from "../commerce/cart-lines";
import type { AppConfig } from "../state/app-model";
import type { Checkout, Order } from "../state/model";
import type { Store } from "../state/store";
import type { CustomerSessions } from "./account/sessions";
import type { Carts } from "./carts";
import { readCookie, writeCookie } from "./cookies";
import type { Frame } from "./layout";
import { cartOf } from "./pixel/events";
import type { PixelPage } from "./pixel/page-data";
import { readShopper, type Shopper } from "./shopper";
import { languageOf, textsOf } from "./texts";
import { themePage } from "./theme/page";

/** What the shop knows of the app; a test may leave out what it does not need. */
export type StorefrontApp = Partial<
  Pick<AppConfig, "pixel" | "theme" | "proxy" | "clientId" | "clientSecret" | "applicationUrl">
>;

export type ShopContext = { store: Store; carts: Carts; sessions: CustomerSessions; app: StorefrontApp };

/** What surrounds the page this request asks for. */
export function frameFor(request: Request, context: ShopContext): Frame {
  const { store, carts } = context;
  const shopper = readShopper(request, store.shop);
  const cartCount = carts.lines(shopper.cartToken).reduce((sum, line) => sum + line.quantity, 0);
  const pixel = pixelOf(context, shopper);
  const theme = themeOf(context, request, shopper);
  return { shop: store.shop, shopper, cartCount, path: request.originalUrl, pixel, theme };
}

function itemsOf({ store, carts }: ShopContext, { cartToken }: Shopper): CartItem[] {
  return cartItems(
    store,
    carts.lines(cartToken).map((line) => ({ ...line, key: String(line.variantId) })),
  );
}

function themeOf(context: ShopContext, request: Request, shopper: Shopper): Frame["theme"] {
  const { store, app, sessions } = context;
  if (!app.theme || app.clientId === undefined || !store.hasThemeBlocks || !store.installation) return null;
  const customer = sessions.find(readCookie(request, "customer"));
  const facts = {
    store,
    app: { clientId: app.clientId },
    shopper,
    customer,
    items: itemsOf(context, shopper),
  };
  return themePage(app.theme, facts);
}

function pixelOf(context: ShopContext, shopper: Shopper): PixelPage | null {
  const { store, app } = context;
  const { cartToken } = shopper;
  if (!store.webPixel || !app.pixel) return null;
  const { analytics, marketing, preferences } = app.pixel.privacy;
  const items = itemsOf(context, shopper);
  const { shop } = store;
  const shopData = { name: shop.name, myshopifyDomain: shop.domain, storefrontUrl: store.storefrontOrigin };
  return {
    settings: store.webPixel.settings,
    needs: { analytics, marketing, preferences },
    // What is personal is null without the scopes of protected data.
    initData: { customer: null, cart: cartOf(cartToken, items), shop: shopData, purchasingCompany: null },
    events: [],
  };
}

/** A checkout or order keeps the language and currency it was begun in, so the choice is not offered. */
export function frameOfSale(frame: Frame, sale: Pick<Checkout, "locale" | "presentmentCurrency">): Frame {
  const language = languageOf(sale.locale);
  const shopper = {
    ...frame.shopper,
    language,
    texts: textsOf(language),
    currency: sale.presentmentCurrency,
  };
  // Apps have no blocks in the checkout.
  return { ...frame, shopper, path: null, theme: null };
}

/** The shopper's cart token; a new cart begins, with its cookie, when there is none. */
export function cartTokenFor(shopper: Shopper, response: Response, carts: Carts): string {
  if (shopper.cartToken) return shopper.cartToken;
  const token = carts.newToken();
  writeCookie(response, "cart", token);
  return token;
}

/** Of several checkouts of one cart the last begun counts; null when the cart never came so far. */
export function findCheckoutOfCart(store: Store, cartToken: string): Checkout | null {
  let found: Checkout | null = null;
  for (const checkout of store.checkouts.values()) {
    if (checkout.cartToken === cartToken) found = checkout;
  }
  return found;
}

export function findOrderOfCheckout(store: Store, checkout: Checkout): Order | null {
  for (const order of store.orders.values()) {
    if (order.checkoutToken === checkout.token) return order;
  }
  return null;
}

/** A field of a posted form, trimmed; empty when absent. */
export function formText(request: Request, name: string): string {
  const body: unknown = request.body;
  if (typeof body !== "object" || body === null) return "";
  const value: unknown = (body as Record<string, unknown>)[name];
  return typeof value === "string" ? value.trim() : "";
}
