import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { startStorefront, Visitor } from "../storefront-for-tests";

type Shop = Awaited<ReturnType<typeof startStorefront>>;

const EMAIL = "anna@example.com";
const PROGRAMME = {
  ...{ v: 1, on: true, order: { points: 5, perMinor: 100 } },
  earn: [
    { kind: "order", points: 5, perMinor: 100, title: "Orders" },
    { kind: "custom", points: 50, title: "A <b>bold</b> & brave deed" },
  ],
  rewards: [
    { id: "r1", title: "€5 off <script>", kind: "amount", costPoints: 500 },
    { id: "r2", title: "€20 off", kind: "amount", costPoints: 2_000 },
  ],
};

let shop: Shop;
beforeEach(async () => {
  shop = await startStorefront();
  shop.tellApp("programme", PROGRAMME);
});
afterEach(() => shop.close());

const texts = (page: string) =>
  page
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .replaceAll("&amp;", "&");
async function signIn(language = "en"): Promise<Visitor> {
  const visitor = new Visitor(shop.base, language);
  await visitor.open("/account/login", { email: EMAIL });
  shop.tellCustomer(EMAIL, "points_balance", 1_250);
  shop.tellCustomer(EMAIL, "loyalty", {
    ...{
      v: 1,
      available: 1_250,
      pending: 1,
      nextReward: { title: "€20 off", missing: 750, costPoints: 2_000 },
    },
    nextExpiry: { points: 200, on: "2026-12-31" },
  });
  shop.tellCustomer(EMAIL, "vip", {
    ...{
      v: 1,
      tier: "Silver",
      nextTier: "Gold",
      progressBp: 6_049,
      missing: { orders: 2 },
      currencyCode: "EUR",
    },
  });
  return visitor;
}

describe("the app's blocks in the theme", () => {
  it("show who is signed in what they have, out of metafields", async () => {
    const page = texts(await (await signIn()).open("/account"));
    for (const text of ["1,250 points", "1 more point is on its way", "750 points to go: €20 off", "Silver"])
      expect(page).toContain(text);
    expect(page).toContain("2 orders to go to Gold");
    expect(page).toContain("200 points expire on 31 Dec 2026");
  });

  it.each([
    ["pl", "1 250 punktów", "Jeszcze 2 zamówienia do poziomu Gold", "200 punktów wygaśnie 31.12.2026"],
    ["ru", "1 250 баллов", "До уровня Gold осталось 2 заказа", "200 баллов сгорят 31.12.2026"],
  ])("speak the language of the page: %s", async (language, ...expected) => {
    const page = texts(await (await signIn(language)).open("/account")).replaceAll(/\u00a0|\u202f/g, " ");
    for (const text of expected) expect(page).toContain(text);
    expect(page).not.toContain("Translation missing");
  });

  it("say how far the next reward and the next tier are to people who do not see the bar", async () => {
    const page = await (await signIn()).open("/account");
    const bars = [...page.matchAll(/role="progressbar" aria-label="([^"]+)"[^>]*aria-valuenow="(\d+)"/g)];
    expect(bars.slice(0, 2).map(([, label, now]) => [label, now])).toEqual([
      ["750 points to go: €20 off", "62"],
      ["2 orders to go to Gold", "60"],
    ]);
  });

  it("let nobody redeem what they cannot pay, and write nothing unescaped that a merchant typed", async () => {
    const page = await (await signIn()).open("/account");
    const buttons = [...page.matchAll(/<button[^>]*data-pn-redeem="(\w+)"[^>]*>/g)];
    expect(buttons.map(([button, id]) => [id, button.includes("disabled")])).toEqual([
      ...[["r1", false] as const, ["r2", true] as const],
      ...[["r1", false] as const, ["r2", true] as const],
    ]);
    expect(page).toContain("€5 off &lt;script&gt;");
    expect(page).toContain("A &lt;b&gt;bold&lt;/b&gt; &amp; brave deed");
    expect(page).not.toMatch(/off <script>|<b>bold/);
  });

  it("invite who is not signed in, on every page but the checkout", async () => {
    const visitor = new Visitor(shop.base);
    expect(texts(await visitor.open("/"))).toContain("Joining is free.");
    const [product] = shop.store.products.values();
    await visitor.open("/cart/add", { id: String(product?.variants[0]?.id), quantity: "2" });
    expect(await visitor.open("/cart/checkout", {})).not.toContain("pn-launcher");
  });

  it("tell what a product and a cart earn, in the shop's own currency only", async () => {
    const visitor = new Visitor(shop.base);
    const [product] = shop.store.products.values();
    const [variant] = product?.variants ?? [];
    if (!product || !variant) throw new Error("the shop is empty");
    const points = Math.floor((variant.price.amountMinor * 5) / 100);
    const page = await visitor.open(`/products/${product.handle}`);
    expect(texts(page)).toContain(`Earn ${points} points with this product`);
    expect(/data-pn-variants="([^"]+)"/.exec(page)?.[1]?.split(" ")).toContain(`${variant.id}:${points}`);
    const cart = await visitor.open("/cart/add", { id: String(variant.id), quantity: "2" });
    const twice = Math.floor((2 * variant.price.amountMinor * 5) / 100);
    expect(texts(cart)).toContain(`This order earns you ${twice} points .`);
    await visitor.open("/localization", { language: "en", currency: "PLN", return_to: "/cart" });
    expect(texts(await visitor.open("/cart"))).toContain("This order earns you points.");
    expect(texts(await visitor.open(`/products/${product.handle}`))).toContain(
      "Earn points with this product",
    );
  });

  it("are not there while the programme is off, without the app, or when the merchant took them out", async () => {
    const visitor = await signIn();
    const isThere = async () => (await visitor.open("/account")).includes("pn-");
    expect(await isThere()).toBe(true);
    shop.tellApp("programme", { ...PROGRAMME, on: false });
    expect(await isThere()).toBe(false);
    shop.tellApp("programme", PROGRAMME);
    shop.store.hasThemeBlocks = false;
    expect(await isThere()).toBe(false);
  });

  it("bring their script once, from where the extension's files are", async () => {
    const page = await (await signIn()).open("/account");
    const files = [...page.matchAll(/\/extensions\/perennial-theme\/assets\/[\w.]+/g)].map(([path]) => path);
    expect(files).toHaveLength(1);
    for (const file of files) expect((await fetch(new URL(file, shop.base))).status).toBe(200);
  });
});

describe("an account of the shop", () => {
  it("is made by signing in, kept by a cookie, and left by signing out", async () => {
    const visitor = new Visitor(shop.base);
    expect(await visitor.open("/account")).toContain("Sign in");
    expect(await visitor.open("/account/login", { email: "nonsense" })).toContain("Enter an e-mail address");
    expect(await visitor.open("/account/login", { email: EMAIL })).toContain(`Hello, ${EMAIL}`);
    expect(shop.store.findCustomerByEmail(EMAIL)).not.toBeNull();
    await visitor.open("/account/logout", {});
    expect(await visitor.open("/account")).toContain("Sign in");
  });
});
