import fc from "fast-check";

import { DAY_MS } from "~/kit/duration";
import { dayIn } from "~/kit/zone";
import type { RootDb } from "~/platform/db.server";

import { givenShop, ZONE } from "./factories";

export const TAGS = ["vip", "żółw", "wholesale"];
/** Ids of products in the shops that `givenRandomPeople` fills, as seen from shop s1. */
export const PRODUCTS = ["s1_501", "s1_502", "s2_501", "s3_502"];

const LAST_DAY = new Date("2026-03-20T12:00:00Z").getTime();
const CREATED_AT = new Date("2024-01-01T00:00:00Z");
const STATES = ["SUBSCRIBED", "NOT_SUBSCRIBED", "UNSUBSCRIBED"];

/** To the hour, so that some fall together, and on the edges of windows. */
const instant = fc
  .integer({ min: 0, max: 24 * 120 })
  .map((hours) => new Date(LAST_DAY - hours * (DAY_MS / 24)));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const fewOf = <T>(arbitrary: fc.Arbitrary<T>, maxLength: number) => fc.array(arbitrary, { maxLength });

const person = fc.record({
  isGone: fc.constantFrom(false, false, false, false, true),
  countryCode: maybe(fc.constantFrom("PL", "DE")),
  city: maybe(fc.constantFrom("Kraków", "Berlin")),
  locale: maybe(fc.constantFrom("pl", "pl-PL", "en", "fil-PH")),
  state: maybe(fc.constantFrom("ENABLED", "DISABLED")),
  registeredAt: maybe(instant),
  emailConsentState: maybe(fc.constantFrom(...STATES)),
  tags: fc.uniqueArray(fc.constantFrom(...TAGS)),
  tagChanges: fewOf(fc.record({ changedAt: instant, isPresent: fc.boolean() }), 2),
  orders: fewOf(
    fc.record({
      placedAt: instant,
      netMinor: fc.integer({ min: 0, max: 20_000 }),
      isTest: fc.constantFrom(false, false, false, true),
      isDeleted: fc.constantFrom(false, false, false, false, true),
      hasCode: fc.boolean(),
      products: fc.uniqueArray(fc.constantFrom(501, 502)),
      refundedAt: maybe(instant),
      returnStatus: maybe(fc.constantFrom("REQUESTED", "OPEN", "CLOSED", null)),
    }),
    5,
  ),
  consents: fewOf(
    fc.record({
      occurredAt: instant,
      fromState: maybe(fc.constantFrom(...STATES)),
      toState: fc.constantFrom(...STATES),
    }),
    3,
  ),
  checkouts: fewOf(fc.record({ startedAt: instant, completedAt: maybe(instant) }), 3),
  sentAt: fewOf(maybe(instant), 3),
});
type RandomPerson = typeof person extends fc.Arbitrary<infer Person> ? Person : never;

/**
 * Fills a new shop with people of all kinds, the same for the same seed; some of them deleted or merged into others.
 *
 * @returns ids of those who exist.
 */
export async function givenRandomPeople(
  db: RootDb,
  { shopId, seed, count }: { shopId: string; seed: number; count: number },
): Promise<string[]> {
  await givenShop(db, { id: shopId, domain: `${shopId}.myshopify.com` });
  const ids: string[] = [];
  for (const [index, one] of fc.sample(person, { numRuns: count, seed }).entries()) {
    const id = `${shopId}_${index + 1}`;
    await storePerson(db, { shopId, id, one });
    if (!one.isGone) ids.push(id);
  }
  return ids;
}

type Stored = { shopId: string; id: string; one: RandomPerson };

async function storePerson(db: RootDb, { shopId, id, one }: Stored): Promise<void> {
  const {
    isGone,
    tags,
    tagChanges,
    orders: _orders,
    consents,
    checkouts: _checkouts,
    sentAt,
    ...columns
  } = one;
  await db.customer.create({
    data: {
      id,
      shopId,
      gid: `gid://shopify/Customer/${id}`,
      createdAt: CREATED_AT,
      updatedAt: CREATED_AT,
      deletedAt: isGone ? CREATED_AT : null,
      mergedIntoId: isGone && tags.length > 1 ? `${shopId}_0` : null,
      ...columns,
    },
  });
  await db.customerTag.createMany({
    data: tags.map((tag) => ({ shopId, customerId: id, tag, tagKey: tag })),
  });
  await db.customerTagChange.createMany({
    data: tagChanges.map((change, index) => {
      const tag = TAGS[index] ?? "vip";
      return { shopId, customerId: id, tag, tagKey: tag, ...change, isPresent: tags.includes(tag) };
    }),
  });
  await db.consentChange.createMany({
    data: consents.map((change, index) => ({
      id: `${id}:${index}`,
      shopId,
      customerId: id,
      channel: index === 2 ? "sms" : "email",
      source: "store",
      recordedAt: CREATED_AT,
      changeKey: `${id}:${index}`,
      ...change,
    })),
  });
  await db.message.createMany({
    data: sentAt.map((at, index) => ({
      ...{ id: `${id}:${index}`, shopId, customerId: id, purpose: "test", topic: "cart", locale: "en" },
      ...{
        toAddress: "ada@example.com",
        subject: "",
        htmlBody: "",
        textBody: "",
        messageId: `${id}:${index}`,
      },
      ...{ state: at ? "sent" : "queued", sentAt: at, createdAt: CREATED_AT },
    })),
  });
  await storeOrders(db, { shopId, id, one });
  await storeCheckouts(db, { shopId, id, one });
}

async function storeCheckouts(db: RootDb, { shopId, id, one }: Stored): Promise<void> {
  await db.checkout.createMany({
    data: one.checkouts.map(({ startedAt, completedAt }, index) => ({
      ...{ id: `${id}:${index}`, shopId, customerId: id, token: `${id}:${index}`, currencyCode: "EUR" },
      ...{
        subtotalMinor: 100,
        totalMinor: 100,
        startedAt,
        activeAt: startedAt,
        versionAt: startedAt,
        completedAt,
      },
    })),
  });
}

async function storeOrders(db: RootDb, { shopId, id, one }: Stored): Promise<void> {
  for (const [index, order] of one.orders.entries()) {
    const { placedAt, netMinor, isTest, isDeleted, refundedAt } = order;
    const orderId = `${id}:${index}`;
    const placedOn = dayIn(ZONE, placedAt);
    const isValid = netMinor > 0 && !isTest && !isDeleted;
    await db.order.create({
      data: {
        ...{ id: orderId, shopId, gid: orderId, name: orderId, customerId: id, isTest, currencyCode: "EUR" },
        ...{ totalMinor: netMinor, subtotalMinor: netMinor, discountMinor: 0, shippingMinor: 0, taxMinor: 0 },
        ...{ netMinor, isValid, placedAt, placedOn, placedMonth: placedOn.slice(0, 7), versionAt: placedAt },
        refundedMinor: refundedAt ? 100 : 0,
        deletedAt: isDeleted ? placedAt : null,
      },
    });
    await db.orderLine.createMany({
      data: order.products.map((product, position) => ({
        ...{ id: `${orderId}:${position}`, shopId, orderId, gid: `${orderId}:${position}`, title: "Blend" },
        ...{ productId: `${shopId}_${product}`, quantity: 1, currentQuantity: 1 },
        ...{ unitPriceMinor: 100, discountMinor: 0 },
      })),
    });
    if (order.hasCode) await db.orderDiscount.create({ data: { shopId, orderId, code: "A", codeKey: "a" } });
    if (refundedAt)
      await db.refund.create({
        data: { id: orderId, shopId, orderId, gid: orderId, amountMinor: 100, refundedAt },
      });
    await db.return.create({
      data: {
        ...{ id: orderId, shopId, gid: orderId, orderId, name: orderId, status: order.returnStatus },
        ...{ firstSeenAt: placedAt, versionAt: refundedAt ?? placedAt },
      },
    });
  }
}
