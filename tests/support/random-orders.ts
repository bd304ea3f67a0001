import fc from "fast-check";

import { DAY_MS } from "~/kit/duration";
import { dayIn, monthIn } from "~/kit/zone";
import type { RootDb } from "~/platform/db.server";

import { givenCustomer, givenOrder, givenShop } from "./factories";

export type RandomOrder = {
  /** Null: an order without a customer. */
  customer: number | null;
  /** Instant, in half hours before `now`: hits the edges of days. */
  halfHoursAgo: number;
  netMinor: number;
  kind: "valid" | "cancelled" | "test" | "refunded";
};

const CUSTOMERS = 8;

/** Up to 45 orders of eight customers over about two years and a quarter, dense in the last days. */
export const randomOrders: fc.Arbitrary<RandomOrder[]> = fc.array(
  fc.record({
    customer: fc.option(fc.integer({ min: 0, max: CUSTOMERS - 1 }), { freq: 10 }),
    halfHoursAgo: fc.oneof(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 3_200 })),
    netMinor: fc.integer({ min: 1, max: 90_000 }),
    kind: fc.constantFrom("valid", "valid", "valid", "valid", "cancelled", "test", "refunded"),
  }),
  { minLength: 1, maxLength: 45 },
);

/** A shop with these orders and the aggregates of the valid ones. */
export async function givenRandomStore(
  db: RootDb,
  {
    shopId,
    zone,
    now,
    orders,
    currencyCode = "EUR",
  }: { shopId: string; zone: string; now: Date; orders: readonly RandomOrder[]; currencyCode?: string },
) {
  const shop = await givenShop(db, {
    id: shopId,
    domain: `${shopId}.myshopify.com`,
    ianaTimezone: zone,
    currencyCode,
  });
  const customers = [];
  for (let index = 0; index < CUSTOMERS; index += 1) customers.push(await givenCustomer(db, { shopId }));
  for (const order of orders) {
    const isValid = order.kind === "valid";
    const placedAt = new Date(now.getTime() - (order.halfHoursAgo * DAY_MS) / 48);
    await givenOrder(db, {
      shopId,
      zone,
      currencyCode,
      placedAt,
      placedOn: dayIn(zone, placedAt),
      placedMonth: monthIn(zone, placedAt),
      customerId: order.customer === null ? null : (customers[order.customer]?.id ?? null),
      netMinor: order.kind === "refunded" ? 0 : order.netMinor,
      isTest: order.kind === "test",
      cancelledAt: order.kind === "cancelled" ? placedAt : null,
      isValid,
    });
  }
  return shop;
}
