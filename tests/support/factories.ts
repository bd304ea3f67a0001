import type { Prisma } from "~/generated/prisma/client";
import { dayIn, monthIn } from "~/kit/zone";
import { refreshAggregates } from "~/pipeline/projections/aggregates/recount.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

export const SHOP_ID = "s1";
export const ZONE = "Europe/Warsaw";
const LONG_AGO = new Date("2024-01-01T00:00:00Z");

let sequence = 1_000;

/** A number no other call gave: for ids whose value does not matter. */
export function nextLegacyId(): number {
  sequence += 1;
  return sequence;
}

export async function givenShop(db: RootDb, over: Partial<Prisma.ShopUncheckedCreateInput> = {}) {
  return db.shop.create({
    data: {
      id: SHOP_ID,
      domain: "demo-shop.myshopify.com",
      name: "Demo shop",
      email: "owner@demo-shop.example",
      currencyCode: "EUR",
      ianaTimezone: ZONE,
      countryCode: "PL",
      scopes: "read_all_orders,read_orders,read_products,write_customers,write_discounts",
      installedAt: LONG_AGO,
      createdAt: LONG_AGO,
      updatedAt: LONG_AGO,
      ...over,
    },
  });
}

export async function givenCustomer(
  db: RootDb,
  {
    tags = [],
    ...over
  }: Partial<Prisma.CustomerUncheckedCreateInput> & { legacyId?: number; tags?: string[] } = {},
) {
  const { legacyId = nextLegacyId(), ...data } = over;
  const shopId = data.shopId ?? SHOP_ID;
  const firstName = data.firstName === undefined ? "Ada" : data.firstName;
  const email = data.email === undefined ? `customer-${legacyId}@example.com` : data.email;
  const customer = await db.customer.create({
    data: {
      id: `${shopId}_${legacyId}`,
      shopId,
      gid: `gid://shopify/Customer/${legacyId}`,
      lastName: "Lovelace",
      searchText: `${firstName ?? ""} lovelace ${email ?? ""}`.toLowerCase(),
      locale: "en",
      emailConsentState: "SUBSCRIBED",
      registeredAt: LONG_AGO,
      versionAt: LONG_AGO,
      createdAt: LONG_AGO,
      updatedAt: LONG_AGO,
      ...data,
      firstName,
      email,
    },
  });
  for (const tag of tags) {
    await db.customerTag.create({
      data: { shopId, customerId: customer.id, tag, tagKey: tag.toLowerCase() },
    });
  }
  return customer;
}

type OrderOver = Partial<Prisma.OrderUncheckedCreateInput> & {
  legacyId?: number;
  discountCodes?: string[];
  zone?: string;
};

/** A paid order of 50.00, placed at `placedAt`; the aggregates of its customer and day are kept up. */
export async function givenOrder(db: RootDb, { discountCodes = [], zone = ZONE, ...over }: OrderOver = {}) {
  const { legacyId = nextLegacyId(), ...data } = over;
  const shopId = data.shopId ?? SHOP_ID;
  const placedAt = new Date(data.placedAt ?? "2026-03-01T12:00:00Z");
  const netMinor = BigInt(data.netMinor ?? 5_000);
  const order = await db.order.create({
    data: {
      id: `${shopId}_${legacyId}`,
      shopId,
      gid: `gid://shopify/Order/${legacyId}`,
      name: `#${legacyId}`,
      currencyCode: "EUR",
      financialStatus: "PAID",
      sourceName: "web",
      totalMinor: netMinor,
      subtotalMinor: netMinor,
      discountMinor: 0,
      shippingMinor: 0,
      taxMinor: 0,
      isValid: true,
      placedOn: dayIn(zone, placedAt),
      placedMonth: monthIn(zone, placedAt),
      versionAt: placedAt,
      ...data,
      placedAt,
      netMinor,
    },
  });
  for (const code of discountCodes) {
    await db.orderDiscount.create({ data: { shopId, orderId: order.id, code, codeKey: code.toLowerCase() } });
  }
  const customerIds = order.customerId ? [order.customerId] : [];
  await inTransaction(db, (tx) => refreshAggregates(tx, { shopId, customerIds, days: [order.placedOn] }));
  return order;
}

type CheckoutOver = Partial<Prisma.CheckoutUncheckedCreateInput> & {
  legacyId?: number;
  lines?: Partial<Prisma.CheckoutLineUncheckedCreateInput>[];
};

/** A checkout of 40.00 with an e-mail, left at `activeAt`. */
export async function givenCheckout(db: RootDb, { lines = [{}], ...over }: CheckoutOver = {}) {
  const { legacyId = nextLegacyId(), ...data } = over;
  const shopId = data.shopId ?? SHOP_ID;
  const token = data.token === undefined ? `token-${legacyId}` : data.token;
  const activeAt = new Date(data.activeAt ?? "2026-03-01T12:00:00Z");
  const checkout = await db.checkout.create({
    data: {
      id: `${shopId}_${token ?? legacyId}`,
      shopId,
      cartToken: `cart-${legacyId}`,
      email: "ada@example.com",
      locale: "en",
      acceptsMarketing: true,
      sourceName: "web",
      recoverUrl: `https://demo-shop.example/1/checkouts/ac/cart-${legacyId}/recover?key=k&locale=en`,
      currencyCode: "EUR",
      presentmentCurrency: "EUR",
      subtotalMinor: 4_000,
      totalMinor: 4_000,
      startedAt: activeAt,
      versionAt: activeAt,
      ...data,
      token,
      activeAt,
    },
  });
  for (const [position, line] of lines.entries()) {
    await db.checkoutLine.create({
      data: {
        id: `${checkout.id}:${position}`,
        shopId,
        checkoutId: checkout.id,
        position,
        title: "Morning blend",
        quantity: 1,
        unitPriceMinor: 4_000,
        ...line,
      },
    });
  }
  return checkout;
}
