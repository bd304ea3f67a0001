import { afterAll, beforeAll, expect, test } from "vitest";

import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction } from "~/platform/db.server";

import { givenCustomer, givenOrder, givenShop } from "../../../../tests/support/factories";
import { readsOfWholeShop } from "../../../../tests/support/query-plans";
import { createTestDb, isOnSqlite, type TestDb } from "../../../../tests/support/test-db";
import { presentCustomerProfile } from "./presenter.server";
import { parseProfileQuery } from "./schema";

const NOW = new Date("2026-11-23T10:00:00Z");

let testDb: TestDb;
beforeAll(async () => {
  testDb = await createTestDb();
  const { db } = testDb;
  await givenShop(db);
  await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
  await givenCustomer(db, { legacyId: 1, tags: ["vip", "Łódź"], city: "Łódź", emailConsentAt: NOW });
  await givenCustomer(db, { legacyId: 2, deletedAt: NOW });
  await givenCustomer(db, { legacyId: 3 });
  await db.vipMembership.create({
    data: { shopId: "s1", customerId: "s1_1", tierId: "gold", since: NOW, updatedAt: NOW },
  });
  const at = (placedAt: string) => ({ customerId: "s1_1", placedAt });
  const order = await givenOrder(db, {
    ...at("2026-11-10T12:00:00Z"),
    legacyId: 50,
    totalMinor: 6_000,
    discountCodes: ["TEN"],
  });
  await givenOrder(db, at("2026-10-11T12:00:00Z"));
  await givenOrder(db, { ...at("2026-10-12T12:00:00Z"), isTest: true, isValid: false });
  await db.orderLine.create({
    data: {
      id: "l1",
      shopId: "s1",
      orderId: order.id,
      gid: "g",
      title: "Beans",
      quantity: 2,
      currentQuantity: 1,
      unitPriceMinor: 3_000,
      discountMinor: 0,
    },
  });
  await db.refund.create({
    data: {
      id: "r1",
      shopId: "s1",
      orderId: order.id,
      gid: "g",
      amountMinor: 1_000,
      refundedAt: "2026-11-20T10:00:00Z",
    },
  });
  for (let index = 0; index < 12; index += 1)
    await givenOrder(db, { customerId: "s1_4", placedAt: `2026-09-${10 + index}T12:00:00Z` });
  await inTransaction(db, (tx) =>
    publishEvents(
      tx,
      Array.from({ length: 35 }, (_, index) => ({
        type: index % 2 === 0 ? ("order.paid" as const) : ("order.changed" as const),
        payload: { orderId: order.id, customerId: "s1_1", checkoutToken: null },
        sourceKey: `order:${index}`,
        customerId: "s1_1",
        subjectId: order.id,
        occurredAt: new Date(NOW.getTime() - index * 60_000),
      })),
      { shopId: "s1", now: NOW, silent: true },
    ),
  );
});
afterAll(() => testDb.close());

const profileOf = (customerId: string, search = "", shopId = "s1") =>
  presentCustomerProfile(testDb.db, {
    shopId,
    customerId,
    shop: { currencyCode: "EUR", ianaTimezone: "Europe/Warsaw", historySinceAt: null },
    query: parseProfileQuery(new URLSearchParams(search)),
    tierNames: { gold: "Gold" },
    now: NOW,
  });

test("a profile tells who the customer is and what they are worth", async () => {
  expect(await profileOf("s1_1")).toMatchObject({
    standing: "known",
    name: "Ada Lovelace",
    tags: ["vip", "Łódź"],
    tierName: "Gold",
    emailConsent: "subscribed",
    smsConsent: "unknown",
    figures: {
      orderCount: 2,
      netMinor: 10_000,
      averageOrderMinor: 5_000,
      firstOrderAt: "2026-10-11T12:00:00.000Z",
      lastOrderAt: "2026-11-10T12:00:00.000Z",
      typicalGapDays: 30,
    },
  });
});

test("orders are listed newest first with lines, codes and refunds; those that do not count are told", async () => {
  const profile = await profileOf("s1_1");
  expect(profile?.orders).toMatchObject({ totalCount: 3, page: 1, pageCount: 1 });
  expect(profile?.orders.items.map(({ isValid }) => isValid)).toEqual([true, false, true]);
  expect(profile?.orders.items[0]).toMatchObject({
    name: "#50",
    totalMinor: 6_000,
    netMinor: 5_000,
    lines: [{ title: "Beans", quantity: 2, currentQuantity: 1 }],
    discounts: [{ code: "TEN", amountMinor: null }],
    refunds: [{ amountMinor: 1_000 }],
  });
});

test("orders come in pages of ten", async () => {
  expect((await profileOf("s1_4"))?.orders.items).toHaveLength(10);
  const second = await profileOf("s1_4", "orders-page=2");
  expect(second?.orders).toMatchObject({ page: 2, pageCount: 2, totalCount: 12 });
  expect(second?.orders.items).toHaveLength(2);
});

test("the timeline is newest first, narrowed and in pages of thirty", async () => {
  const everything = await profileOf("s1_1", "timeline=everything");
  // 35 events, and three orders placed and paid, one of them refunded, from before there were events.
  expect(everything?.timeline).toMatchObject({ totalCount: 42, pageCount: 2 });
  expect(everything?.timeline.items).toHaveLength(30);
  expect(everything?.timeline.items[0]).toMatchObject({
    occurredAt: NOW.toISOString(),
    textKeys: ["order.paid"],
    params: { order: "#50" },
  });
  expect((await profileOf("s1_1"))?.timeline.totalCount).toBe(25);
  expect((await profileOf("s1_1", "timeline=vip"))?.timeline.items).toEqual([]);
  expect((await profileOf("s1_1", "timeline=everything&timeline-page=2"))?.timeline.items).toHaveLength(12);
});

test("what was said about marketing is listed newest first, ten to a page, with level, source and date", async () => {
  const line = (index: number) => ({
    id: `c${index}`,
    shopId: "s1",
    customerId: "s1_1",
    channel: index === 0 ? "sms" : "email",
    toState: index % 2 === 0 ? "SUBSCRIBED" : "UNSUBSCRIBED",
    optInLevel: index === 1 ? null : "CONFIRMED_OPT_IN",
    source: index === 1 ? "one-click" : "store",
    collectedFrom: index === 0 ? "SHOPIFY" : null,
    occurredAt: new Date(NOW.getTime() - index * 60_000),
    recordedAt: NOW,
    changeKey: `c${index}`,
  });
  await testDb.db.consentChange.createMany({ data: Array.from({ length: 12 }, (_, index) => line(index)) });
  await testDb.db.customer.update({ where: { id: "s1_1" }, data: { dataSaleOptOut: true } });
  const first = await profileOf("s1_1");
  expect(first).toMatchObject({ hasOptedOutOfDataSale: true, consentLog: { totalCount: 12, pageCount: 2 } });
  expect(first?.consentLog.items.slice(0, 2)).toEqual([
    {
      id: "c0",
      channel: "sms",
      state: "subscribed",
      level: "confirmed-opt-in",
      source: "store",
      collectedFrom: "shopify",
      occurredAt: NOW.toISOString(),
    },
    expect.objectContaining({ channel: "email", state: "unsubscribed", level: null, source: "one-click" }),
  ]);
  expect((await profileOf("s1_1", "consent-page=2"))?.consentLog.items).toHaveLength(2);
  expect((await profileOf("s1_3"))?.consentLog).toMatchObject({ items: [], totalCount: 0 });
});

test("a deleted customer is told to be deleted; one whom only orders know, to be unknown", async () => {
  expect(await profileOf("s1_2")).toMatchObject({ standing: "deleted", deletedAt: NOW.toISOString() });
  expect(await profileOf("s1_4")).toMatchObject({
    standing: "unknown",
    name: null,
    figures: { orderCount: 12 },
  });
});

test("a customer without orders has no average and no rhythm", async () => {
  expect((await profileOf("s1_3"))?.figures).toEqual({
    orderCount: 0,
    netMinor: 0,
    averageOrderMinor: null,
    firstOrderAt: null,
    lastOrderAt: null,
    typicalGapDays: null,
  });
});

test("another shop's customer and a customer nobody knows are both nowhere", async () => {
  expect(await profileOf("s1_1", "", "s2")).toBeNull();
  expect(await profileOf("s1_4", "", "s2")).toBeNull();
  expect(await profileOf("nobody")).toBeNull();
});

/** Merges and refunds are few beside customers, orders and what is told of them. */
const OF_FEW = /\b(CustomerMerge|CustomerMergeMove|Refund)\b/;

test.runIf(isOnSqlite())("nothing is read of all customers of a shop for the page of one", async () => {
  const whole = await readsOfWholeShop(testDb.db, () => profileOf("s1_1"));
  expect(whole.filter((detail) => !OF_FEW.test(detail))).toEqual([]);
});
