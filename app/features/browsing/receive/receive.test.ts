import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { messagingRegistration } from "~/engine/messaging/registration.server";
import { savePreference } from "~/engine/messaging/preferences/repository.server";
import { NOTHING_CHOSEN } from "~/engine/messaging/preferences/rules";
import { visitorMark } from "~/engine/messaging/tracking/visitor-mark.server";
import { HOUR_MS, MINUTE_MS } from "~/kit/duration";
import { publishEvents } from "~/pipeline/events/publish.server";
import { hashAddress } from "~/platform/crypto.server";
import { provideDb } from "~/platform/database.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";
import { action, loader } from "~/routes/pixel";
import { writeSetting } from "~/shops/settings.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { browsingRegistration } from "../registration.server";
import type { Batch } from "../schema";

const START = Date.parse("2026-11-01T12:00:00Z");
const at = (ms: number) => new Date(START + ms);
const ADA = `${SHOP_ID}_1`;
const BEN = `${SHOP_ID}_2`;
const OF_ADA = "11111111-browser-of-ada";
const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const YES = { analytics: true, marketing: true };

let testDb: TestDb;
let db: RootDb;
let world: World;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  provideDb(db);
  world = createWorld(db, [messagingRegistration, browsingRegistration], at(0));
  await givenShop(db);
  await givenCustomer(db, { legacyId: 1, email: "ada@example.com" });
  await givenCustomer(db, { legacyId: 2, email: "ben@example.com" });
  await givenProduct(501);
  await givenProduct(502);
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

async function givenProduct(legacyId: number, shopId = SHOP_ID): Promise<void> {
  const id = `${shopId}_${legacyId}`;
  const gid = `gid://shopify/Product/${legacyId}`;
  await db.product.create({ data: { id, gid, shopId, title: `Tea ${legacyId}`, status: "ACTIVE" } });
}

type Sent = Partial<Batch> & { origin?: string | null; userAgent?: string; raw?: string };

async function send({
  origin = "https://demo-shop.myshopify.com",
  userAgent = CHROME,
  raw,
  ...over
}: Sent = {}): Promise<{ status: number; text: string }> {
  const batch: Batch = {
    ...{ v: 1, account: SHOP_ID, client: OF_ADA, consent: YES, mark: null, cart: null },
    ...{ page: null, sights: [] },
    ...over,
  };
  const request = new Request("https://perennial.example/pixel", {
    method: "POST",
    body: raw ?? JSON.stringify(batch),
    headers: { ...(origin === null ? {} : { Origin: origin }), "User-Agent": userAgent },
  });
  const response = await action({ request, params: {}, context: { clientIp: "203.0.113.9" } });
  return { status: response.status, text: await response.text() };
}

const looked = (...products: number[]): Batch["sights"] =>
  products.map((product) => ({ kind: "product-viewed", product: String(product) }));
const started = (checkout: string): Batch["sights"] => [{ kind: "checkout-started", checkout }];

/** All that is kept, as it may be compared. */
async function kept() {
  return {
    visitors: (await db.browseVisitor.findMany({ orderBy: { customerId: "asc" } })).map(
      ({ customerId, linkedBy }) => ({ customerId, linkedBy }),
    ),
    claims: (await db.browseClaim.findMany({ orderBy: [{ kind: "asc" }, { subjectId: "asc" }] })).map(
      ({ kind, customerId }) => ({ kind, customerId }),
    ),
    looks: (await db.browsedProduct.findMany({ orderBy: { productId: "asc" } })).map(
      ({ productId, customerId, viewCount, isCarted }) => ({ productId, customerId, viewCount, isCarted }),
    ),
  };
}
const NOTHING = { visitors: [], claims: [], looks: [] };

async function paid(
  checkoutToken: string,
  over: Partial<Parameters<typeof givenOrder>[1]> = {},
): Promise<void> {
  const order = await givenOrder(db, { customerId: ADA, checkoutToken, placedAt: world.now(), ...over });
  const event = {
    type: "order.paid",
    sourceKey: `order.paid:${order.id}`,
    payload: { orderId: order.id, customerId: order.customerId, checkoutToken },
    customerId: order.customerId,
    subjectId: order.id,
    occurredAt: world.now(),
  } as const;
  await inTransaction(db, (tx) => publishEvents(tx, [event], { shopId: SHOP_ID, now: world.now() }), {
    shopId: SHOP_ID,
  });
  await world.runJobs();
}

async function becomeAda(client = OF_ADA): Promise<void> {
  await send({ client, sights: started(`token-of-${client}`) });
  await paid(`token-of-${client}`);
}

async function givenMail(id: string, customerId: string | null = ADA, shopId = SHOP_ID): Promise<void> {
  await db.message.create({
    data: {
      ...{ id, shopId, customerId, purpose: "flows", topic: "cart", toAddress: "ada@example.com" },
      ...{ locale: "en", subject: "s", htmlBody: "h", textBody: "t", messageId: `<${id}@x>` },
      ...{ state: "sent", createdAt: at(0), sentAt: at(0) },
    },
  });
}
const markOf = (messageId: string, ms = 0, shopId = SHOP_ID) => visitorMark({ shopId, messageId }, at(ms));

describe("without consent", () => {
  test.each([
    { analytics: false, marketing: false },
    { analytics: true, marketing: false },
    { analytics: false, marketing: true },
  ])("nothing is kept, and what was kept of the browser is forgotten: %o", async (consent) => {
    expect((await send({ consent, cart: "c1", sights: [...looked(501), ...started("t1")] })).status).toBe(
      204,
    );
    expect(await kept()).toEqual(NOTHING);
    await becomeAda();
    await send({ cart: "c1", sights: looked(501) });
    expect(await kept()).toMatchObject({ looks: [{ customerId: ADA }] });
    await send({ consent });
    expect(await kept()).toEqual(NOTHING);
  });
});

describe("a browser of which nobody knows whose it is", () => {
  test("is not remembered for what it looks at", async () => {
    await send({ sights: looked(501, 502) });
    expect(await kept()).toEqual(NOTHING);
  });

  test("leaves the token of its cart and checkout, until an order tells whose it is", async () => {
    await send({ cart: "c1", sights: started("t1") });
    expect(await kept()).toEqual({
      visitors: [{ customerId: null, linkedBy: null }],
      claims: [
        { kind: "cart", customerId: null },
        { kind: "checkout", customerId: null },
      ],
      looks: [],
    });
    await paid("t1");
    expect(await kept()).toMatchObject({
      visitors: [{ customerId: ADA, linkedBy: "order" }],
      claims: [{ customerId: ADA }, { customerId: ADA }],
    });
  });

  test("is known too when the order was there before the request", async () => {
    await paid("t1");
    await send({ sights: started("t1") });
    expect(await kept()).toMatchObject({ visitors: [{ customerId: ADA, linkedBy: "order" }] });
  });

  test.each([
    ["is a test", { isTest: true, isValid: false }],
    ["is not paid", { isValid: false, netMinor: 0 }],
    ["has no customer", { customerId: null }],
  ])("stays unknown when the order %s", async (_what, over) => {
    await send({ sights: started("t1") });
    await paid("t1", over);
    expect(await kept()).toMatchObject({ visitors: [{ customerId: null }] });
  });

  test("does not become somebody's by an unfinished checkout with their address", async () => {
    await db.checkout.create({
      data: {
        ...{ id: `${SHOP_ID}_t1`, shopId: SHOP_ID, token: "t1", customerId: ADA, email: "ada@example.com" },
        ...{ currencyCode: "EUR", subtotalMinor: 1, totalMinor: 1 },
        ...{ startedAt: at(0), activeAt: at(0), versionAt: at(0) },
      },
    });
    await send({ sights: [...started("t1"), ...looked(501)] });
    await world.runJobs();
    expect(await kept()).toMatchObject({ visitors: [{ customerId: null }], looks: [] });
  });

  test("does not take over a checkout that another browser showed before", async () => {
    await send({ sights: started("t1") });
    await send({ client: "browser-of-mallory", sights: started("t1") });
    await paid("t1");
    await send({ client: "browser-of-mallory", sights: looked(501) });
    expect(await kept()).toMatchObject({ looks: [] });
  });
});

describe("a link of a mail", () => {
  beforeEach(() => givenMail("m1"));

  test("makes the first browser that shows its mark its reader's, and no other", async () => {
    await send({ mark: markOf("m1"), sights: looked(501) });
    expect(await kept()).toMatchObject({
      visitors: [{ customerId: ADA, linkedBy: "mail" }],
      looks: [{ productId: `${SHOP_ID}_501`, customerId: ADA }],
    });
    await send({ client: "browser-of-mallory", mark: markOf("m1"), sights: looked(502) });
    expect((await kept()).looks).toHaveLength(1);
  });

  test.each([
    ["an hour", HOUR_MS, 1],
    ["an hour and a second", HOUR_MS + 1_000, 0],
  ])("is good for %s", async (_time, ms, count) => {
    world.at(at(ms));
    await send({ mark: markOf("m1"), sights: looked(501) });
    expect((await kept()).looks).toHaveLength(count);
  });

  test.each([
    ["was altered", () => `${markOf("m1")}x`],
    ["was made up", () => "eyJzIjoiczEifQ.AAAA"],
    ["is of another shop", () => markOf("m1", 0, "s2")],
    ["is of no mail", () => markOf("m2")],
  ])("whose mark %s says nothing", async (_what, mark) => {
    await send({ mark: mark(), sights: looked(501) });
    expect(await kept()).toEqual(NOTHING);
  });

  test("to a guest says nothing", async () => {
    await givenMail("m3", null);
    await send({ mark: markOf("m3"), sights: looked(501) });
    expect(await kept()).toEqual(NOTHING);
  });

  test("leads a browser that was another's to its reader; what was looked at before stays the other's", async () => {
    await givenMail("m4", BEN);
    await send({ mark: markOf("m4"), sights: looked(501) });
    await send({ mark: markOf("m1"), sights: looked(502) });
    const { looks, visitors } = await kept();
    expect(looks.map(({ productId, customerId }) => [productId, customerId])).toEqual([
      [`${SHOP_ID}_501`, BEN],
      [`${SHOP_ID}_502`, ADA],
    ]);
    expect(visitors).toMatchObject([{ customerId: ADA }]);
    const told = await db.domainEvent.findMany({ where: { type: "browsing.products-viewed" } });
    expect(told.map(({ customerId }) => customerId)).toEqual([BEN]);
  });
});

describe("a known person's browser", () => {
  beforeEach(() => becomeAda());

  test("is remembered for products of the catalogue, counted per visit", async () => {
    await send({ sights: [...looked(501, 501, 999), { kind: "product-carted", product: "502" }] });
    await send({ sights: looked(501) });
    expect((await kept()).looks).toEqual([
      { productId: `${SHOP_ID}_501`, customerId: ADA, viewCount: 3, isCarted: false },
      { productId: `${SHOP_ID}_502`, customerId: ADA, viewCount: 0, isCarted: true },
    ]);
  });

  test("tells of a visit once it is over, and once only", async () => {
    await send({ sights: looked(501) });
    world.at(at(10 * MINUTE_MS));
    await send({ sights: looked(502, 502) });
    world.at(at(40 * MINUTE_MS - 1));
    await world.runJobs();
    const told = () => db.domainEvent.findMany({ where: { type: "browsing.products-viewed" } });
    expect(await told()).toEqual([]);
    for (const ms of [41 * MINUTE_MS, 45 * MINUTE_MS]) {
      world.at(at(ms));
      await world.runJobs();
    }
    const [event, ...others] = await told();
    expect(others).toEqual([]);
    expect(event).toMatchObject({ customerId: ADA, occurredAt: at(10 * MINUTE_MS) });
    expect(JSON.parse(event?.payloadJson ?? "{}")).toMatchObject({
      productIds: [`${SHOP_ID}_502`, `${SHOP_ID}_501`],
      productCount: 2,
      startedAt: at(0).toISOString(),
    });
  });

  test("begins a new visit after half an hour, even where the sweep is late", async () => {
    await send({ sights: looked(501) });
    world.at(at(30 * MINUTE_MS));
    await send({ sights: looked(501) });
    const [first, second] = await db.browsedProduct.findMany({ orderBy: { visitStartedAt: "asc" } });
    expect([first?.visitStartedAt, second?.visitStartedAt]).toEqual([at(0), at(30 * MINUTE_MS)]);
    const [event] = await db.domainEvent.findMany({ where: { type: "browsing.products-viewed" } });
    expect(event).toMatchObject({ occurredAt: at(0) });
  });

  test("is forgotten when they switched tracking off, at once or by the day's sweep", async () => {
    await send({ cart: "c1", sights: looked(501) });
    const addressHash = hashAddress(getSecret(), "ada@example.com");
    const preference = { ...NOTHING_CHOSEN, isTrackingOff: true };
    await savePreference(db, { shopId: SHOP_ID, addressHash, customerId: ADA, preference, now: at(0) });
    await send({ sights: looked(502) });
    expect(await kept()).toEqual(NOTHING);
    await becomeAda();
    expect(await kept()).toMatchObject({ visitors: [{ customerId: null }] });
  });

  test("is forgotten by the day's sweep when they opted out of the sale of their data", async () => {
    await send({ cart: "c1", sights: looked(501) });
    await db.customer.updateMany({ where: { shopId: SHOP_ID, id: ADA }, data: { dataSaleOptOut: true } });
    world.at(at(25 * HOUR_MS));
    await world.runJobs();
    expect(await kept()).toEqual(NOTHING);
  });

  test("of which much is sent at once keeps no more products than a visit may have", async () => {
    for (let product = 600; product < 680; product++) await givenProduct(product);
    for (let from = 600; from < 680; from += 20)
      await send({ sights: looked(...Array.from({ length: 20 }, (_, index) => from + index)) });
    expect((await kept()).looks).toHaveLength(60);
  });

  test("at two addresses of the network at the same time adds up to one visitor", async () => {
    await Promise.all([send({ cart: "c1" }), send({ cart: "c1" })]);
    expect((await kept()).claims.filter(({ kind }) => kind === "cart")).toHaveLength(1);
  });
});

describe("a stranger", () => {
  const batch = (over: object) =>
    JSON.stringify({
      ...{ v: 1, account: SHOP_ID, client: OF_ADA, consent: YES, mark: null, cart: null, sights: [] },
      ...over,
    });

  test.each([
    ["no JSON", "{", "the body is not JSON"],
    ["no pixel's shape", "[]", "$: "],
    ["another version", batch({ v: 2 }), "v: "],
    ["more than there is", batch({ email: "ada@example.com" }), "$: Unrecognized key"],
    ["a customer", batch({ customerId: ADA }), "$: Unrecognized key"],
    [
      "a product that is no number",
      batch({ sights: [{ kind: "product-viewed", product: "1 OR 1=1" }] }),
      "sights.0.product: ",
    ],
    ["an event that is none", batch({ sights: [{ kind: "order-paid", order: "1" }] }), "sights.0.kind: "],
    [
      "too many events",
      batch({ sights: Array.from({ length: 21 }, () => ({ kind: "cart-viewed" })) }),
      "sights: ",
    ],
    ["a token as long as a novel", batch({ cart: "x".repeat(301) }), "cart: "],
  ])("who sends %s is told what is wrong", async (_what, raw, text) => {
    const answer = await send({ raw });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(text);
    expect(await kept()).toEqual(NOTHING);
  });

  test("who sends many checkouts at once is believed the last one", async () => {
    const sights = Array.from({ length: 20 }, (_none, index) => started(`t${index}`)).flat();
    expect((await send({ sights })).status).toBe(204);
    const claims = await db.browseClaim.findMany({ where: { shopId: SHOP_ID } });
    expect(claims.map(({ kind, subjectId }) => [kind, subjectId])).toEqual([["checkout", "s1_t19"]]);
  });

  test("who sends a body that is too long is not listened to", async () => {
    expect((await send({ raw: "x".repeat(16 * 1_024 + 1) })).status).toBe(413);
  });

  test.each([
    ["of another page", { origin: "https://evil.example" }, 403],
    ["of no page", { origin: null }, 403],
    ["for a store that is none", { account: "s9" }, 404],
  ])("who sends %s is turned away", async (_what, over, status) => {
    expect((await send({ ...over, cart: "c1" })).status).toBe(status);
    expect(await kept()).toEqual(NOTHING);
  });

  test("that is a program that says so is not counted", async () => {
    expect((await send({ userAgent: "Googlebot/2.1", cart: "c1" })).status).toBe(204);
    expect(await kept()).toEqual(NOTHING);
  });

  test("who sends without end is asked to wait", async () => {
    const answers = [];
    for (let count = 0; count < 245; count++) answers.push(await send({ raw: "{" }));
    expect(answers.filter(({ status }) => status === 429).length).toBe(5);
  });

  test("may ask from any page whether to send, and gets nothing by reading", () => {
    const ask = (method: string) =>
      loader({
        request: new Request("https://perennial.example/pixel", { method }),
        params: {},
        context: {},
      });
    expect(ask("OPTIONS").status).toBe(204);
    expect(ask("OPTIONS").headers.get("Access-Control-Allow-Origin")).toBe("*");
    expect(ask("GET").status).toBe(405);
  });
});

describe("two shops", () => {
  beforeEach(async () => {
    await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
    await givenProduct(501, "s2");
    await becomeAda();
  });

  test("know the same browser each by itself, and products and marks of their own only", async () => {
    await givenMail("m1", ADA);
    const other = { account: "s2", origin: "https://other.myshopify.com" };
    await send({ ...other, mark: markOf("m1"), cart: "c1", sights: looked(501) });
    const visitors = await db.browseVisitor.findMany({ orderBy: { shopId: "asc" } });
    expect(visitors.map(({ shopId, customerId }) => [shopId, customerId])).toEqual([
      ["s1", ADA],
      ["s2", null],
    ]);
    expect(visitors[0]?.visitorKey).not.toBe(visitors[1]?.visitorKey);
    expect((await send({ account: "s2", cart: "c1" })).status).toBe(403);
  });

  test("one that removed the app is not listened for", async () => {
    await db.shop.updateMany({ where: { id: SHOP_ID }, data: { uninstalledAt: at(0) } });
    expect((await send({ sights: looked(501) })).status).toBe(404);
  });

  test("one that switched it off keeps nothing more", async () => {
    await writeSetting(db, { shopId: SHOP_ID, key: "browsing", value: { isOn: false }, now: at(0) });
    expect((await send({ sights: looked(501) })).status).toBe(204);
    expect((await kept()).looks).toEqual([]);
  });
});
