import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import express from "express";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { SimulatedClock } from "../clock";
import { createDiscount } from "../commerce/discounts";
import { stockShelves } from "../simulation/catalogue";
import { demoShop } from "../simulation/shop";
import type { Checkout } from "../state/model";
import { Store } from "../state/store";
import { storefrontRouter } from "./router";

/** A browser as far as a shop without scripts needs one: keeps cookies, follows redirects. */
class Visitor {
  readonly #cookies = new Map<string, string>();
  location = "";

  constructor(private readonly base: string) {}

  async open(path: string, form?: Record<string, string>): Promise<{ status: number; page: string }> {
    const response = await fetch(new URL(path, this.base), {
      method: form ? "POST" : "GET",
      redirect: "manual",
      headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form && { body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = "", value = ""] = cookie.split(";")[0]?.split("=") ?? [];
      if (value) this.#cookies.set(name, value);
      else this.#cookies.delete(name);
    }
    const next = response.headers.get("location");
    if (next) return this.open(new URL(next, new URL(path, this.base)).href);
    this.location = path.replace(this.base, "");
    return { status: response.status, page: await response.text() };
  }
}

const ADDRESS = {
  firstName: "Anna",
  lastName: "Kowalska",
  address1: "Długa 1",
  city: "Gdańsk",
  zip: "80-831",
  countryCode: "PL",
};

describe("the storefront", () => {
  const now = new Date("2026-03-02T08:00:00Z");
  let store: Store;
  let server: Server;
  let base: string;
  let topics: string[];

  beforeEach(async () => {
    store = new Store(demoShop(now), new SimulatedClock(() => now.getTime()));
    store.quietly(() => stockShelves(store));
    topics = [];
    store.onEvent(({ topic }) => topics.push(topic));
    server = createServer(express().use(storefrontRouter({ store, app: {} })));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    store.storefrontOrigin = base;
  });
  afterEach(() => server.close());

  const firstProduct = () => {
    const [product] = store.products.values();
    const [variant] = product?.variants ?? [];
    if (!product || !variant) throw new Error("the shop is empty");
    return { product, variant };
  };
  const onlyCheckout = (): Checkout => {
    const [checkout, ...others] = store.checkouts.values();
    if (!checkout || others.length > 0) throw new Error(`expected one checkout, got ${store.checkouts.size}`);
    return checkout;
  };
  const fillCart = async (visitor: Visitor) => {
    await visitor.open("/cart/add", { id: String(firstProduct().variant.id), quantity: "2" });
    return visitor.open("/cart/checkout", {});
  };
  const leaveWithEmail = async (visitor: Visitor, more: Record<string, string> = {}) => {
    await fillCart(visitor);
    const checkout = onlyCheckout();
    await visitor.open(`/checkouts/${checkout.token}/contact`, { email: "anna@example.com", ...more });
    return checkout;
  };

  it("lets a shopper browse, fill a cart, enter an e-mail and an address, and buy", async () => {
    const visitor = new Visitor(base);
    const { product, variant } = firstProduct();
    expect((await visitor.open("/")).page).toContain(`/products/${product.handle}`);
    expect((await visitor.open(`/products/${product.handle}`)).page).toContain(String(variant.id));
    await leaveWithEmail(visitor, { accepts_marketing: "1" });
    const checkout = onlyCheckout();
    expect(visitor.location).toBe(`/checkouts/${checkout.token}`);
    await visitor.open(`/checkouts/${checkout.token}/delivery`, ADDRESS);
    const stockBefore = variant.inventoryQuantity;
    const { page } = await visitor.open(`/checkouts/${checkout.token}/pay`, {});

    const [order] = store.orders.values();
    expect(visitor.location).toBe(`/orders/${order?.id}/thank-you`);
    expect(page).toContain("Thank you, Anna!");
    expect(order).toMatchObject({ checkoutToken: checkout.token, cartToken: checkout.cartToken });
    expect(variant.inventoryQuantity).toBe(stockBefore - 2);
    expect(store.findCustomerByEmail("anna@example.com")?.emailConsent.state).toBe("SUBSCRIBED");
    expect(topics).toContain("checkouts/create");
    expect(topics).toContain("orders/create");
    expect((await visitor.open("/cart")).page).toContain("Your cart is empty");
  });

  it("knows the e-mail as soon as it is submitted, so that leaving then is an abandoned checkout", async () => {
    const checkout = await leaveWithEmail(new Visitor(base));
    expect(checkout).toMatchObject({
      email: "anna@example.com",
      buyerAcceptsMarketing: false,
      completedAt: null,
    });
    expect(checkout.customerId).not.toBeNull();
    expect(topics.filter((topic) => topic.startsWith("checkouts/"))).toEqual([
      "checkouts/create",
      "checkouts/update",
    ]);
  });

  it("restores cart and checkout on another device, applies the code of the link, and counts its use", async () => {
    const { recoverUrl, customerId, token } = await leaveWithEmail(new Visitor(base));
    const discount = createDiscount(store, {
      code: "BACK-10 %",
      value: { kind: "percentage", fraction: 0.1 },
      customerIds: [customerId ?? 0],
      usageLimit: 1,
    });
    const recover = new URL(recoverUrl);
    expect(recover.pathname).toMatch(/^\/\d+\/checkouts\/ac\/\w+\/recover$/);
    const redirect = encodeURIComponent(recover.pathname + recover.search);

    const phone = new Visitor(base);
    const { page } = await phone.open(`/discount/${encodeURIComponent(discount.code)}?redirect=${redirect}`);
    expect(phone.location).toBe(`/checkouts/${token}?restored=1`);
    expect(page).toContain("Your cart is as you left it");
    expect(page).toContain("anna@example.com");
    expect(onlyCheckout().discountCodes).toEqual(["BACK-10 %"]);
    expect((await phone.open("/cart")).page).toContain(firstProduct().product.title);

    await phone.open(`/checkouts/${token}/delivery`, ADDRESS);
    await phone.open(`/checkouts/${token}/pay`, {});
    expect([...store.orders.values()][0]?.discountCodes.map(({ code }) => code)).toEqual(["BACK-10 %"]);
    expect(discount.usageCount).toBe(1);

    const again = await phone.open(recover.pathname + recover.search);
    expect(again.page).toContain("This order has been placed already");
    expect((await phone.open(`/checkouts/${token}/pay`, {})).page).toContain("placed already");
    expect(store.orders.size).toBe(1);
  });

  it("lets a code bound to a customer wait until the e-mail is entered", async () => {
    const known = await leaveWithEmail(new Visitor(base));
    createDiscount(store, {
      code: "MINE",
      value: { kind: "percentage", fraction: 0.1 },
      customerIds: [known.customerId ?? 0],
    });
    store.checkouts.clear();
    const visitor = new Visitor(base);
    await visitor.open("/discount/MINE");
    expect((await fillCart(visitor)).page).toContain("Enter your contact information to use MINE");
    const { token } = onlyCheckout();
    const { page } = await visitor.open(`/checkouts/${token}/contact`, { email: "ANNA@example.com" });
    expect(page).toContain("MINE is applied");
  });

  it("tells why a code is refused and keeps what was typed", async () => {
    const { token } = await leaveWithEmail(new Visitor(base));
    const { status, page } = await new Visitor(base).open(`/checkouts/${token}/discount`, { code: `"><b>` });
    expect(status).toBe(422);
    expect(page).toContain("Enter a valid discount code");
    expect(page).toContain("&quot;&gt;&lt;b&gt;");
  });

  it("takes a code off again", async () => {
    createDiscount(store, { code: "TEN", value: { kind: "percentage", fraction: 0.1 } });
    const visitor = new Visitor(base);
    const { token } = await leaveWithEmail(visitor);
    expect((await visitor.open(`/checkouts/${token}/discount`, { code: "ten" })).page).toContain(
      "TEN is applied",
    );
    await visitor.open(`/checkouts/${token}/discount/remove`, {});
    expect(onlyCheckout().discountCodes).toEqual([]);
  });

  it.each([
    ["no e-mail", async () => undefined, "Enter your e-mail before you pay"],
    [
      "no address",
      async (visitor: Visitor, token: string) =>
        void (await visitor.open(`/checkouts/${token}/contact`, { email: "a@example.com" })),
      "Enter the delivery address",
    ],
  ])("does not sell with %s", async (_, prepare, message) => {
    const visitor = new Visitor(base);
    await fillCart(visitor);
    const { token } = onlyCheckout();
    await prepare(visitor, token);
    expect((await visitor.open(`/checkouts/${token}/pay`, {})).page).toContain(message);
    expect(store.orders.size).toBe(0);
  });

  it("does not sell what has sold out meanwhile", async () => {
    const visitor = new Visitor(base);
    const { token } = await leaveWithEmail(visitor);
    await visitor.open(`/checkouts/${token}/delivery`, ADDRESS);
    firstProduct().variant.inventoryQuantity = 1;
    expect((await visitor.open(`/checkouts/${token}/pay`, {})).page).toContain("is sold out");
    expect(store.orders.size).toBe(0);
  });

  it("refuses an e-mail without a domain and an address with a gap", async () => {
    const visitor = new Visitor(base);
    await fillCart(visitor);
    const { token } = onlyCheckout();
    expect((await visitor.open(`/checkouts/${token}/contact`, { email: "anna@" })).status).toBe(422);
    expect((await visitor.open(`/checkouts/${token}/delivery`, { ...ADDRESS, city: " " })).status).toBe(422);
    expect(onlyCheckout()).toMatchObject({ email: null, shippingAddress: null });
  });

  it("goes on with the checkout of the same cart, with what the cart holds now", async () => {
    const visitor = new Visitor(base);
    await leaveWithEmail(visitor);
    await visitor.open("/cart/change", { id: String(firstProduct().variant.id), quantity: "5" });
    await visitor.open("/cart/checkout", {});
    expect(onlyCheckout().lines.map(({ quantity }) => quantity)).toEqual([5]);
    expect(onlyCheckout().email).toBe("anna@example.com");
  });

  it("speaks the chosen language and shows prices in the chosen currency; a checkout keeps both", async () => {
    const visitor = new Visitor(base);
    const home = await visitor.open("/localization", { language: "pl", currency: "PLN", return_to: "/" });
    expect(home.page).toContain('<html lang="pl">');
    expect(home.page).toMatch(/\d+,\d\d\s?zł/);
    await fillCart(visitor);
    await visitor.open("/localization", { language: "ru", currency: "EUR", return_to: "/" });
    expect(onlyCheckout()).toMatchObject({ locale: "pl", presentmentCurrency: "PLN" });
    expect((await visitor.open(`/checkouts/${onlyCheckout().token}`)).page).toContain("Zapłać");
  });

  it("opens a recovery link only with its key", async () => {
    const { recoverUrl } = await leaveWithEmail(new Visitor(base));
    const link = new URL(recoverUrl);
    link.searchParams.set("key", "guess");
    expect((await new Visitor(base).open(link.pathname + link.search)).status).toBe(404);
  });

  it.each(["https://evil.test/", "//evil.test/", "/\\evil.test/", "javascript:alert(1)", ""])(
    "follows the redirect of a discount link only within the shop: %s",
    async (target) => {
      const visitor = new Visitor(base);
      await visitor.open(`/discount/ANY?redirect=${encodeURIComponent(target)}`);
      expect(visitor.location).toBe("/");
    },
  );

  it("draws the same picture for a product every time and answers 404 for what it does not have", async () => {
    const picture = async (name: string) => (await fetch(`${base}/images/${name}.svg`)).text();
    expect(await picture("night-ferry")).toBe(await picture("night-ferry"));
    expect(await picture("night-ferry")).not.toBe(await picture("kenya"));
    for (const path of [
      "/products/none",
      "/collections/none",
      "/checkouts/none",
      "/orders/1/thank-you",
      "/x",
    ]) {
      expect((await new Visitor(base).open(path)).status, path).toBe(404);
    }
  });
});
