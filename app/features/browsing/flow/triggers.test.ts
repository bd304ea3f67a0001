import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { ActingRun } from "~/engine/flows/contribution";
import { FlowDefinitionSchema } from "~/engine/flows/definition";
import { HOUR_MS, MINUTE_MS } from "~/kit/duration";
import type { StoredEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import {
  givenCheckout,
  givenCustomer,
  givenOrder,
  givenShop,
  SHOP_ID,
} from "../../../../tests/support/factories";
import { factReader, record } from "../../../../tests/support/flow-parts";
import { createFlowWorld, givenLiveFlow, listNotes, note } from "../../../../tests/support/flow-world";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { browsingRegistration } from "../registration.server";
import { claim } from "../repository/claims.server";
import { saveLooks } from "../repository/looks.server";
import { saveOwner } from "../repository/visitors.server";
import { LookedAtSettingsSchema, type LookedAtSettings } from "../schema";
import { cartLeft, lookedAt } from "./triggers.server";

const START = Date.parse("2026-11-02T10:00:00Z");
const at = (ms: number) => new Date(START + ms);
const ADA = `${SHOP_ID}_1`;
const VISITOR = { shopId: SHOP_ID, visitorKey: "v1" };
const id = (legacyId: number) => `${SHOP_ID}_${legacyId}`;

let testDb: TestDb;
let db: RootDb;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  await givenCustomer(db, { legacyId: 1, email: "ada@example.com" });
  await givenProduct(501);
  await givenProduct(502);
  await saveOwner(db, { ...VISITOR, customerId: ADA, linkedBy: "order", now: at(-HOUR_MS) });
});
afterEach(() => testDb.close());

async function givenProduct(legacyId: number, inventoryQuantity = 5): Promise<void> {
  const [gid, shopId] = [`gid://shopify/Product/${legacyId}`, SHOP_ID];
  const product = {
    title: `Tea ${legacyId}`,
    handle: `tea-${legacyId}`,
    imageUrl: "https://cdn.example/t.png",
  };
  await db.product.create({ data: { id: id(legacyId), gid, shopId, status: "ACTIVE", ...product } });
  for (const [price, number] of [
    [1_500n, legacyId * 10],
    [900n, legacyId * 10 + 1],
  ] as const) {
    await db.variant.create({
      data: {
        ...{ id: id(number), gid: `gid://shopify/ProductVariant/${number}`, shopId, productId: id(legacyId) },
        ...{
          title: "Big",
          priceMinor: price,
          currencyCode: "EUR",
          inventoryQuantity,
          inventoryPolicy: "DENY",
        },
      },
    });
  }
}

type Stock = { inventoryQuantity: number };
const restock = (legacyId: number, data: Stock) =>
  db.variant.updateMany({ where: { shopId: SHOP_ID, productId: id(legacyId) }, data });

/** A visit that is over, and the event that tells of it. */
async function visited(ms: number, looks: Record<number, number>, carted?: number): Promise<StoredEvent> {
  await saveLooks(db, {
    ...{ ...VISITOR, visitStartedAt: at(ms), customerId: ADA },
    looks: Object.entries(looks).map(([product, viewCount]) => ({
      ...{ productId: id(Number(product)), viewCount, lastViewedAt: at(ms) },
      isCarted: Number(product) === carted,
    })),
  });
  const productIds = Object.keys(looks).map((product) => id(Number(product)));
  return {
    ...{ id: `e${ms}`, shopId: SHOP_ID, sourceKey: `s${ms}`, customerId: ADA, subjectId: null },
    type: "browsing.products-viewed",
    payload: {
      customerId: ADA,
      productIds,
      productCount: productIds.length,
      startedAt: at(ms).toISOString(),
    },
    occurredAt: at(ms + MINUTE_MS),
  } as StoredEvent;
}

async function entries(events: StoredEvent[], settings: Partial<LookedAtSettings> = {}) {
  const asked = { shopId: SHOP_ID, settings: LookedAtSettingsSchema.parse(settings), events };
  return (await lookedAt.entriesOf(db, asked)).map(({ subjectKind, subjectId, entryKey, enteredAt }) => ({
    ...{ subjectKind, subjectId, entryKey, enteredAt },
  }));
}

describe("looked at, not bought", () => {
  test("begins with the product looked at most, named by person and interest", async () => {
    expect(await entries([await visited(0, { 501: 1, 502: 3 })])).toEqual([
      {
        subjectKind: "product",
        subjectId: id(502),
        entryKey: `product:${id(502)}:${at(0).toISOString()}`,
        enteredAt: at(MINUTE_MS),
      },
    ]);
  });

  test("has the same key while they keep coming back to it, and another product goes before", async () => {
    const first = await visited(0, { 501: 1 });
    const second = await visited(HOUR_MS, { 501: 4 });
    const both = await entries([first, second]);
    expect(new Set(both.map(({ entryKey }) => entryKey)).size).toBe(1);
    const third = await visited(2 * HOUR_MS, { 501: 4, 502: 1 });
    expect(await entries([third])).toMatchObject([{ subjectId: id(502) }]);
  });

  test.each([
    ["something is in the cart", () => visited(0, { 501: 1, 502: 1 }, 502)],
    [
      "they ordered before it was told",
      async () => {
        await givenOrder(db, { customerId: ADA, placedAt: at(20 * MINUTE_MS) });
        return visited(0, { 501: 1 });
      },
    ],
    [
      "they went to check out",
      async () => {
        await givenCheckout(db, { customerId: ADA, activeAt: at(10 * MINUTE_MS) });
        return visited(0, { 501: 1 });
      },
    ],
    [
      "it is sold out",
      async () => {
        await restock(501, { inventoryQuantity: 0 });
        return visited(0, { 501: 1 });
      },
    ],
  ])("does not begin when %s", async (_why, visit) => {
    expect(await entries([await visit()])).toEqual([]);
  });

  test("an order of before the visit does not speak against it, nor one of another person", async () => {
    await givenCustomer(db, { legacyId: 2 });
    await givenOrder(db, { customerId: ADA, placedAt: at(-HOUR_MS) });
    await givenOrder(db, { customerId: id(2), placedAt: at(MINUTE_MS) });
    expect(await entries([await visited(0, { 501: 1 })])).toHaveLength(1);
  });
});

describe("a cart", () => {
  let world: World;
  beforeEach(() => {
    world = createWorld(db, [browsingRegistration], at(0));
  });
  afterEach(() => world.close());

  const CART = { shopId: SHOP_ID, kind: "cart", subjectId: `${SHOP_ID}_c1` } as const;
  async function givenCart(
    lines: { variant: number; quantity: number }[] = [{ variant: 5010, quantity: 2 }],
  ) {
    await db.cart.create({
      data: {
        ...{ id: CART.subjectId, shopId: SHOP_ID, token: "c1", currencyCode: "EUR", subtotalMinor: 3_000n },
        itemCount: lines.reduce((sum, { quantity }) => sum + quantity, 0),
        ...{ startedAt: at(-MINUTE_MS), activeAt: at(0), versionAt: at(0) },
      },
    });
    for (const [position, { variant, quantity }] of lines.entries()) {
      await db.cartLine.create({
        data: {
          ...{ id: `l${position}`, shopId: SHOP_ID, cartId: CART.subjectId, position, quantity },
          ...{ productId: id(Math.floor(variant / 10)), variantId: id(variant), title: "Tea" },
          unitPriceMinor: 1_500n,
        },
      });
    }
    await claim(db, { ...VISITOR, ...CART, customerId: ADA, now: at(0) });
  }
  async function settle(ms: number): Promise<{ left: number; reasons: string[] }> {
    world.at(at(ms));
    await world.runJobs();
    return {
      left: await db.domainEvent.count({ where: { type: "browsing.cart-left" } }),
      reasons: (await db.decision.findMany({ where: { feature: "browsing" } })).map(({ reason }) => reason),
    };
  }

  test("is left after half an hour, and told of once however often it is looked at", async () => {
    await givenCart();
    expect(await settle(30 * MINUTE_MS - 1)).toEqual({ left: 0, reasons: [] });
    expect(await settle(31 * MINUTE_MS)).toEqual({ left: 1, reasons: [] });
    await claim(db, { ...VISITOR, ...CART, customerId: ADA, now: at(HOUR_MS) });
    expect(await settle(3 * HOUR_MS)).toEqual({ left: 1, reasons: [] });
    const [event] = await db.domainEvent.findMany({ where: { type: "browsing.cart-left" } });
    const stored = { ...event, payload: JSON.parse(event?.payloadJson ?? "{}") as object } as StoredEvent;
    const asked = { shopId: SHOP_ID, settings: {}, events: [stored] };
    expect(await cartLeft.entriesOf(db, asked)).toMatchObject([
      { customerId: ADA, subjectKind: "cart", subjectId: CART.subjectId, entryKey: `cart:${CART.subjectId}` },
    ]);
  });

  test.each([
    ["cart-checked-out", () => givenCheckout(db, { cartToken: "c1", activeAt: at(0) })],
    ["cart-ordered", () => givenOrder(db, { customerId: ADA, placedAt: at(MINUTE_MS) })],
    ["cart-sold-out", () => restock(501, { inventoryQuantity: 0 })],
    ["cart-empty", () => db.cart.updateMany({ where: { shopId: SHOP_ID }, data: { itemCount: 0 } })],
  ])("is not left, and it is written down why: %s", async (reason, happened) => {
    await givenCart();
    await happened();
    expect(await settle(31 * MINUTE_MS)).toEqual({ left: 0, reasons: [reason] });
  });

  test("of somebody nobody knows is not looked at", async () => {
    await givenCart();
    await db.browseClaim.updateMany({ where: { shopId: SHOP_ID }, data: { customerId: null } });
    expect(await settle(HOUR_MS)).toEqual({ left: 0, reasons: [] });
  });
});

describe("a reminder of a left cart", () => {
  const run = (subjectId: string): ActingRun => ({
    ...{ runId: "r1", flowId: "f1", version: 1, stepId: "mail", effectKey: "k", customerId: ADA },
    ...{ subjectKind: "cart", subjectId, entryKey: `cart:${subjectId}`, enteredAt: at(0), context: {} },
  });
  const CART = `${SHOP_ID}_c1`;
  const endAt = async (ms: number) => {
    const asked = { shopId: SHOP_ID, settings: {}, runs: [run(CART)], at: at(ms) };
    return (await cartLeft.findEnds?.(db, asked))?.get("r1")?.reason ?? null;
  };
  beforeEach(async () => {
    await db.cart.create({
      data: {
        ...{
          id: CART,
          shopId: SHOP_ID,
          token: "c1",
          currencyCode: "EUR",
          subtotalMinor: 3_000n,
          itemCount: 2,
        },
        ...{ startedAt: at(-HOUR_MS), activeAt: at(-MINUTE_MS), versionAt: at(0) },
      },
    });
    const claimed = { ...VISITOR, kind: "cart", subjectId: CART, customerId: ADA } as const;
    await claim(db, { ...claimed, now: at(-HOUR_MS) });
  });

  test("goes on while nothing comes of the cart", async () => {
    await givenCheckout(db, { token: "t2", cartToken: "another", activeAt: at(MINUTE_MS) });
    const other = { shopId: SHOP_ID, visitorKey: "v2", kind: "checkout", subjectId: "other" } as const;
    await claim(db, { ...other, customerId: null, now: at(MINUTE_MS) });
    expect(await endAt(HOUR_MS)).toBeNull();
  });

  test.each<[string, string, () => Promise<unknown>]>([
    [
      "a checkout from the cart names nobody",
      "left-cart-checked-out",
      () =>
        givenCheckout(db, {
          customerId: null,
          cartToken: "c1",
          startedAt: at(MINUTE_MS),
          activeAt: at(MINUTE_MS),
        }),
    ],
    [
      "a checkout that names neither cart nor person was begun in its browser",
      "left-cart-checked-out",
      () => claim(db, { ...VISITOR, kind: "checkout", subjectId: "x", customerId: null, now: at(MINUTE_MS) }),
    ],
    [
      "a guest ordered what was in it",
      "left-cart-bought",
      () => givenOrder(db, { customerId: null, cartToken: "c1", placedAt: at(MINUTE_MS) }),
    ],
    [
      "it was emptied",
      "left-cart-emptied",
      () =>
        db.cart.updateMany({ where: { shopId: SHOP_ID }, data: { itemCount: 0, activeAt: at(MINUTE_MS) } }),
    ],
  ])("ends when %s, not before", async (_why, reason, happened) => {
    await happened();
    expect(await endAt(MINUTE_MS - 1)).toBeNull();
    expect(await endAt(MINUTE_MS)).toBe(reason);
  });

  test("is not ended by a checkout of before it was left", async () => {
    await claim(db, { ...VISITOR, kind: "checkout", subjectId: "x", customerId: null, now: at(0) });
    expect(await endAt(HOUR_MS)).toBeNull();
  });
});

test("a live flow lets each left cart in once", async () => {
  const ports = { triggers: [cartLeft], actions: [record], recipes: [], facts: factReader };
  const world = createFlowWorld(db, at(0), { ports });
  const definition = FlowDefinitionSchema.parse({
    trigger: { key: "browsing.cart-left" },
    steps: [note("mail1")],
  });
  await givenLiveFlow(db, definition, { now: world.now() });
  for (const [number, key] of ["a", "a", "b"].entries()) {
    const event = {
      type: "browsing.cart-left",
      sourceKey: `k${number}`,
      customerId: ADA,
      subjectId: key,
      payload: { cartId: key, customerId: ADA },
      occurredAt: at(MINUTE_MS),
    } as const;
    world.at(at(2 * MINUTE_MS));
    await inTransaction(db, (tx) => publishEvents(tx, [event], { shopId: SHOP_ID, now: world.now() }), {
      shopId: SHOP_ID,
    });
    await world.runJobs();
  }
  expect(await listNotes(db)).toHaveLength(2);
  world.close();
});
