import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { loadFacts } from "~/engine/facts/queries.server";
import { registerFacts } from "~/engine/facts/registry.server";
import type { FactParameters, FactValue } from "~/engine/facts/schema";
import { mergeCustomers } from "~/pipeline/projections/merge/merge.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import {
  givenCheckout,
  givenCustomer,
  givenOrder,
  givenShop,
  SHOP_ID,
  ZONE,
} from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { typicalGapDays } from "../rules/rhythm";
import { customersRegistration } from "../registration.server";

const AT = new Date("2026-03-31T12:00:00Z");
const ADA = "s1_1";
const NOBODY = "s1_2";
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ago = (days: number, ms = 0) => new Date(AT.getTime() - days * DAY_MS - ms);

let testDb: TestDb;
let db: RootDb;
beforeEach(async () => {
  registerFacts(customersRegistration.facts ?? []);
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  await givenCustomer(db, { legacyId: 1 });
  await givenCustomer(db, { legacyId: 2, emailConsentState: null, locale: null, registeredAt: null });
});
afterEach(() => testDb.close());

type Asked = { at?: Date; of?: string; parameters?: FactParameters };

async function know(fact: string, { at = AT, of = ADA, parameters = {} }: Asked = {}): Promise<FactValue> {
  const asked = [{ fact, parameters }];
  const values = await loadFacts(db, { shopId: SHOP_ID, zone: ZONE, at, customerIds: [ADA, NOBODY], asked });
  return values.get(of)?.({ fact, parameters }) ?? null;
}
const order = (placedAt: Date, over: Parameters<typeof givenOrder>[1] = {}) =>
  givenOrder(db, { customerId: ADA, placedAt, ...over });

describe("orders", () => {
  beforeEach(async () => {
    await order(ago(60), { netMinor: 1_000 });
    await order(ago(30), { netMinor: 2_001, discountCodes: ["WELCOME", "TEA"] });
    await order(ago(10), { netMinor: 3_000 });
    await order(ago(5), { isValid: false, isTest: true });
    await order(ago(4), { isValid: false, netMinor: 0 });
  });

  test.each<[string, FactParameters, FactValue, FactValue]>([
    ["orders.count", {}, 3, 0],
    ["orders.count", { days: 30 }, 2, 0],
    ["orders.count", { days: 29 }, 1, 0],
    ["orders.net-spent", {}, 6_001, 0],
    ["orders.net-spent", { days: 30 }, 5_001, 0],
    ["orders.average-value", {}, 2_000, null],
    ["orders.average-value", { days: 30 }, 2_501, null],
    ["orders.average-value", { days: 9 }, null, null],
    ["orders.first-at", {}, ago(60), null],
    ["orders.last-at", {}, ago(10), null],
    ["orders.days-since-last", {}, 10, null],
    ["orders.own-gap-days", {}, 25, null],
  ])(
    "%s with %j are those of valid orders: %s; of who has none: %s",
    async (fact, parameters, value, ofNobody) => {
      expect(await know(fact, { parameters })).toEqual(value);
      expect(await know(fact, { parameters, of: NOBODY })).toEqual(ofNobody);
    },
  );

  test("share of orders with a code counts an order with two codes once", async () => {
    expect(await know("orders.used-code-share")).toBeCloseTo(100 / 3, 10);
    expect(await know("orders.used-code-share", { of: NOBODY })).toBeNull();
  });

  test("what was placed later does not count, to the millisecond", async () => {
    expect(await know("orders.count", { at: ago(10) })).toBe(3);
    expect(await know("orders.count", { at: ago(10, 1) })).toBe(2);
    expect(await know("orders.net-spent", { at: ago(31) })).toBe(1_000);
    expect(await know("orders.last-at", { at: ago(31) })).toEqual(ago(60));
    expect(await know("orders.average-value", { at: ago(61) })).toBeNull();
    expect(await know("orders.count", { at: ago(61) })).toBe(0);
  });

  test("a window ends at the instant that is asked about, and begins so many days of 24 hours before it", async () => {
    expect(await know("orders.count", { at: ago(0, -1), parameters: { days: 10 } })).toBe(0);
    expect(await know("orders.count", { at: ago(20), parameters: { days: 10 } })).toBe(1);
  });

  test("days since the last order are whole ones", async () => {
    expect(await know("orders.days-since-last", { at: ago(9, 1) })).toBe(0);
    expect(await know("orders.days-since-last", { at: ago(9) })).toBe(1);
  });

  test("the own gap needs three orders, leaves long breaks out, and is the profile's", async () => {
    expect(await know("orders.own-gap-days", { at: ago(11) })).toBeNull();
    const instants = [ago(60), ago(30), ago(10), ago(500), ago(3, 5 * HOUR_MS)];
    await order(ago(500));
    await order(ago(3, 5 * HOUR_MS));
    expect(await know("orders.own-gap-days")).toBe(typicalGapDays(instants));
    expect(await know("orders.own-gap-days")).toBe(20);
  });
});

test("the next order is to be expected one own gap after the last, to the millisecond", async () => {
  await order(ago(40));
  await order(ago(20));
  expect(await know("orders.next-expected-at")).toBeNull();
  await order(ago(0, 123));
  expect(await know("orders.own-gap-days")).toBe(20);
  expect(await know("orders.next-expected-at")).toEqual(ago(-20, 123));
  expect(await know("orders.next-expected-at", { of: NOBODY })).toBeNull();
  expect(await know("orders.next-expected-at", { at: ago(1) })).toBeNull();
});

test("products are those of valid orders that were kept", async () => {
  const line = { shopId: SHOP_ID, title: "Tea", quantity: 1, unitPriceMinor: 100, discountMinor: 0 };
  const add = (orderId: string, id: string, productId: string | null, currentQuantity = 1) =>
    db.orderLine.create({ data: { ...line, id, gid: id, orderId, productId, currentQuantity } });
  const first = await order(ago(40));
  const second = await order(ago(10));
  const bad = await order(ago(9), { isValid: false });
  await add(first.id, "l1", "s1_501");
  await add(first.id, "l2", "s1_501");
  await add(second.id, "l3", "s1_501");
  await add(second.id, "l4", "s1_502", 0);
  await add(second.id, "l5", null);
  await add(bad.id, "l6", "s1_503");
  const bought = (product: string, days = 0) =>
    know("orders.bought-product", { parameters: { product, days } });
  expect(await bought("s1_501")).toBe(2);
  expect(await bought("s1_501", 30)).toBe(1);
  expect(await bought("s1_502")).toBe(0);
  expect(await bought("s1_503")).toBe(0);
  expect(await know("orders.bought-product")).toBe(0);
  expect(await know("orders.products")).toEqual(["s1_501"]);
  expect(await know("orders.products", { at: ago(41) })).toEqual([]);
});

test("refunded orders count from their first refund on; those an import tells of without a date, at once", async () => {
  const { id: orderId } = await order(ago(40), { refundedMinor: 100 });
  await db.refund.create({
    data: { id: "r1", shopId: SHOP_ID, orderId, gid: "r1", amountMinor: 100, refundedAt: ago(20) },
  });
  await order(ago(30), { refundedMinor: 50, unlistedRefundMinor: 50, isValid: false });
  await order(ago(30));
  expect(await know("orders.refunded-count")).toBe(2);
  expect(await know("orders.refunded-count", { at: ago(20, 1) })).toBe(1);
  expect(await know("orders.refunded-count", { at: ago(31) })).toBe(0);
});

describe("the person", () => {
  test.each<[string, FactValue, FactValue]>([
    ["customer.country", "PL", null],
    ["customer.city", "Łódź", null],
    ["customer.locale", "pl", null],
    ["customer.has-account", true, null],
  ])("%s is as the store has it: %s; not known: %s", async (fact, value, ofNobody) => {
    const data = { countryCode: "pl", city: "Łódź", locale: "pl-PL", state: "ENABLED" };
    await db.customer.updateMany({ where: { shopId: SHOP_ID, id: ADA }, data });
    expect(await know(fact)).toBe(value);
    expect(await know(fact, { of: NOBODY })).toBe(ofNobody);
  });

  test.each([
    ["en", "en"],
    ["EN-us", "en"],
    ["fil", "fil"],
    ["fil-PH", "fil"],
  ])("%s is the language %s", async (locale, language) => {
    await db.customer.updateMany({ where: { shopId: SHOP_ID, id: ADA }, data: { locale } });
    expect(await know("customer.locale")).toBe(language);
  });

  test("without an account there is none", async () => {
    await db.customer.updateMany({ where: { shopId: SHOP_ID, id: ADA }, data: { state: "INVITED" } });
    expect(await know("customer.has-account")).toBe(false);
  });

  test("registration is not known before it", async () => {
    await db.customer.updateMany({ where: { shopId: SHOP_ID, id: ADA }, data: { registeredAt: ago(365) } });
    expect(await know("customer.registered-at")).toEqual(ago(365));
    expect(await know("customer.registered-days-ago")).toBe(365);
    expect(await know("customer.registered-days-ago", { at: ago(1, 1) })).toBe(363);
    expect(await know("customer.registered-at", { at: ago(365, 1) })).toBeNull();
    expect(await know("customer.registered-days-ago", { at: ago(365, 1) })).toBeNull();
  });

  test("tags of the past are without those that came later, and with those that went later", async () => {
    const tag = (name: string) => ({
      shopId: SHOP_ID,
      customerId: ADA,
      tag: name,
      tagKey: name.toLowerCase(),
    });
    await db.customerTag.createMany({ data: [tag("VIP"), tag("Old")] });
    await db.customerTagChange.createMany({
      data: [
        { ...tag("VIP"), isPresent: true, changedAt: ago(10) },
        { ...tag("Tea"), isPresent: false, changedAt: ago(10) },
      ],
    });
    const tags = async (at?: Date) =>
      [...((await know("customer.tags", at ? { at } : {})) as string[])].sort();
    expect(await tags()).toEqual(["old", "vip"]);
    expect(await tags(ago(10))).toEqual(["old", "vip"]);
    expect(await tags(ago(10, 1))).toEqual(["old", "tea"]);
    expect(await know("customer.tags", { of: NOBODY })).toEqual([]);
  });

  test("consent of the past is what the last change until then said, else what the next one knew of before", async () => {
    const change = (id: string, occurredAt: Date, over: { fromState?: string | null; toState: string }) =>
      db.consentChange.create({
        data: {
          ...{ id, shopId: SHOP_ID, customerId: ADA, channel: "email", source: "store", changeKey: id },
          ...{ occurredAt, recordedAt: occurredAt, ...over },
        },
      });
    await change("c1", ago(20), { fromState: "NOT_SUBSCRIBED", toState: "UNSUBSCRIBED" });
    await change("c2", ago(10), { fromState: "UNSUBSCRIBED", toState: "SUBSCRIBED" });
    const consent = (at?: Date) => know("customer.email-consent", at ? { at } : {});
    expect(await consent()).toBe("subscribed");
    expect(await consent(ago(10, 1))).toBe("unsubscribed");
    expect(await consent(ago(20, 1))).toBe("not-subscribed");
    expect(await know("customer.email-consent", { of: NOBODY })).toBeNull();
    expect(await know("customer.sms-consent")).toBeNull();
  });

  test("consent dated back does not undo what the store says now", async () => {
    await db.consentChange.create({
      data: {
        ...{ id: "c1", shopId: SHOP_ID, customerId: ADA, channel: "email", source: "store", changeKey: "c1" },
        ...{ toState: "UNSUBSCRIBED", occurredAt: ago(5), recordedAt: ago(1) },
      },
    });
    expect(await know("customer.email-consent")).toBe("subscribed");
  });
});

describe("contacts", () => {
  test("a checkout is left an hour after it was touched, and while no order came of it", async () => {
    const left = (at: Date, days = 0) => know("checkouts.left-count", { at, parameters: { days } });
    const activeAt = ago(10);
    const checkout = await givenCheckout(db, { customerId: ADA, activeAt });
    expect(await left(new Date(activeAt.getTime() + HOUR_MS - 1))).toBe(0);
    expect(await left(new Date(activeAt.getTime() + HOUR_MS))).toBe(1);
    expect(await left(AT, 10)).toBe(1);
    expect(await left(AT, 9)).toBe(0);
    await order(ago(2), { checkoutToken: checkout.token });
    expect(await left(ago(2, 1))).toBe(1);
    expect(await left(ago(2))).toBe(0);
  });

  test("a checkout that was completed later was left until then", async () => {
    await givenCheckout(db, { customerId: ADA, activeAt: ago(10), completedAt: ago(3) });
    expect(await know("checkouts.left-count", { at: ago(3, 1) })).toBe(1);
    expect(await know("checkouts.left-count", { at: ago(3) })).toBe(0);
  });

  test("a return is open from when it was heard of until it ends", async () => {
    const { id: orderId } = await order(ago(40));
    const back = (id: string, over: { status: string | null; versionAt: Date }) =>
      db.return.create({
        data: { ...{ id, shopId: SHOP_ID, gid: id, orderId, name: id, firstSeenAt: ago(20) }, ...over },
      });
    await back("r1", { status: "OPEN", versionAt: ago(15) });
    await back("r2", { status: "CLOSED", versionAt: ago(10) });
    await back("r3", { status: null, versionAt: ago(10) });
    expect(await know("returns.open")).toBe(1);
    expect(await know("returns.open", { at: ago(10, 1) })).toBe(2);
    expect(await know("returns.open", { at: ago(20, 1) })).toBe(0);
  });

  test("messages count when they left", async () => {
    const message = (id: string, sentAt: Date | null) =>
      db.message.create({
        data: {
          ...{
            id,
            shopId: SHOP_ID,
            customerId: ADA,
            purpose: "test",
            topic: "cart",
            locale: "en",
            messageId: id,
          },
          ...{ toAddress: "ada@example.com", subject: "", htmlBody: "", textBody: "", createdAt: ago(50) },
          ...{ state: sentAt ? "sent" : "queued", sentAt },
        },
      });
    await message("m1", ago(40));
    await message("m2", ago(7));
    await message("m3", null);
    expect(await know("messages.sent-count")).toBe(2);
    expect(await know("messages.sent-count", { parameters: { days: 7 } })).toBe(1);
    expect(await know("messages.sent-count", { at: ago(7, 1) })).toBe(1);
  });
});

test("what was a merged customer's is the kept one's, with the earlier registration", async () => {
  await givenCustomer(db, { legacyId: 3, registeredAt: ago(900), tags: ["Tea"] });
  await givenOrder(db, { customerId: "s1_3", placedAt: ago(100) });
  await givenCheckout(db, { customerId: "s1_3", activeAt: ago(50) });
  await order(ago(10));
  await db.customer.updateMany({ where: { shopId: SHOP_ID, id: ADA }, data: { registeredAt: ago(400) } });
  await inTransaction(db, (tx) =>
    mergeCustomers(tx, {
      shopId: SHOP_ID,
      fromGid: "gid://shopify/Customer/3",
      toGid: "gid://shopify/Customer/1",
      mergedAt: AT,
      now: AT,
    }),
  );
  expect(await know("orders.count")).toBe(2);
  expect(await know("orders.first-at")).toEqual(ago(100));
  expect(await know("customer.registered-days-ago")).toBe(900);
  expect(await know("customer.tags")).toEqual(["tea"]);
  expect(await know("checkouts.left-count")).toBe(1);
});

test("people of other shops are not known", async () => {
  await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
  await givenCustomer(db, { shopId: "s2", legacyId: 1, countryCode: "PL" });
  await givenOrder(db, { shopId: "s2", customerId: "s2_1" });
  const asked = ["customer.country", "orders.count"].map((fact) => ({ fact, parameters: {} }));
  const scope = { shopId: SHOP_ID, zone: ZONE, at: AT, customerIds: ["s2_1"], asked };
  const valueOf = (await loadFacts(db, scope)).get("s2_1");
  expect(asked.map((one) => valueOf?.(one))).toEqual([null, 0]);
});
