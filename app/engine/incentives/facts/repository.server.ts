import { DAY_MS } from "~/kit/duration";
import { hasScope } from "~/kit/scopes";
import { addDays, dayIn, monthIn } from "~/kit/zone";
import { type Db, toMinor } from "~/platform/db.server";
import { findShop } from "~/shops/repository.server";

import { findBudget, SHOP_BUDGET } from "../budget/repository.server";
import { type IncentiveFacts, UNUSED_WINDOW_DAYS } from "../rules/guards";
import type { ShopAverages } from "../rules/offer";
import { CODE_KINDS, type IncentiveSettings, NEEDED_SCOPES, type Offer } from "../schema";

/** Days the averages of a shop are taken over. */
const AVERAGE_DAYS = 90;
/** Newest orders that tell what delivery costs: all of a shop's would be read for each code. */
const SHIPPING_ORDERS = 200;

type Asked = { shopId: string; customerId: string; offer: Offer; budgetKey: string; now: Date };

export type GatheredFacts = { facts: IncentiveFacts; month: string; currencyCode: string };

/** Everything the decision about an incentive needs, read in the current transaction; null when the shop is unknown. */
export async function findIncentiveFacts(
  db: Db,
  { shopId, customerId, offer, budgetKey, now, settings }: Asked & { settings: IncentiveSettings },
): Promise<GatheredFacts | null> {
  const shop = await findShop(db, { shopId });
  if (!shop) return null;
  const month = monthIn(shop.ianaTimezone, now);
  const today = dayIn(shop.ianaTimezone, now);
  const averages = await findAverages(db, { shopId, today, offer });
  const facts = {
    isShopInstalled: shop.uninstalledAt === null,
    isCustomerKnown: (await db.customer.count({ where: { shopId, id: customerId, deletedAt: null } })) > 0,
    missingScopes: NEEDED_SCOPES[offer.value.kind].filter((scope) => !hasScope(shop.scopes, scope)),
    ...(await findPersonFacts(db, { shopId, customerId, now })),
    averages,
    grossMarginBp: settings.grossMarginBp,
    usedMinor: {
      shop: await usedOf(db, { shopId, month, budgetKey: SHOP_BUDGET }),
      flow: await usedOf(db, { shopId, month, budgetKey }),
    },
  };
  return { facts, month, currencyCode: shop.currencyCode };
}

async function usedOf(db: Db, key: { shopId: string; month: string; budgetKey: string }): Promise<number> {
  const { reservedMinor, spentMinor } = await findBudget(db, key);
  return reservedMinor + spentMinor;
}

async function findPersonFacts(
  db: Db,
  { shopId, customerId, now }: { shopId: string; customerId: string; now: Date },
) {
  const stats = await db.customerStats.findFirst({
    where: { shopId, customerId },
    select: { orderCount: true },
  });
  const unusedCodeCount = await db.issuedCode.count({
    where: {
      shopId,
      customerId,
      // Over, and its message never left: nobody let it go unused.
      OR: [{ state: { in: ["requested", "issued"] } }, { state: "expired", clockStartedAt: { not: null } }],
      kind: { in: [...CODE_KINDS] },
      createdAt: { gt: new Date(now.getTime() - UNUSED_WINDOW_DAYS * DAY_MS) },
    },
  });
  const openCount = await db.issuedCode.count({
    where: { shopId, customerId, state: { in: ["requested", "issued"] }, expiresAt: { gt: now } },
  });
  return { orderCount: stats?.orderCount ?? 0, unusedCodeCount, hasOpenIncentive: openCount > 0 };
}

/** What the shop's orders of the last 90 days were worth on average, and what delivery cost in the newest of them. */
async function findAverages(
  db: Db,
  { shopId, today, offer }: { shopId: string; today: string; offer: Offer },
): Promise<ShopAverages> {
  const { _sum } = await db.dayStats.aggregate({
    where: { shopId, day: { gt: addDays(today, -AVERAGE_DAYS), lte: today } },
    _sum: { netMinor: true, orderCount: true },
  });
  const orderCount = _sum.orderCount ?? 0;
  const orderMinor = orderCount > 0 ? Math.round(toMinor(_sum.netMinor ?? 0n) / orderCount) : null;
  const needsShipping = offer.value.kind === "free-shipping";
  return { orderMinor, shippingMinor: needsShipping ? await findShipping(db, { shopId }) : 0 };
}

async function findShipping(db: Db, { shopId }: { shopId: string }): Promise<number> {
  const orders = await db.order.findMany({
    where: { shopId, isValid: true, shippingMinor: { gt: 0 } },
    orderBy: { placedOn: "desc" },
    take: SHIPPING_ORDERS,
    select: { shippingMinor: true },
  });
  const sum = orders.reduce((total, { shippingMinor }) => total + toMinor(shippingMinor), 0);
  return orders.length > 0 ? Math.round(sum / orders.length) : 0;
}
