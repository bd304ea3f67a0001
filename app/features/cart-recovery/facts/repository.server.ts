import { findWishes } from "~/engine/messaging/preferences/wishes.server";
import { isSuppressed } from "~/engine/messaging/suppression.server";
import { DAY_MS } from "~/kit/duration";
import { type CheckoutFacts, findCheckoutFacts } from "~/pipeline/projections/checkouts/queries.server";
import type { Db } from "~/platform/db.server";
import { findShop, type ShopRecord } from "~/shops/repository.server";

import { findLastReminder, hasNewerCheckout, type Person } from "../person/repository.server";
import { CODE_WINDOW_DAYS, type RecoveryFacts } from "../rules";
import type { ReminderLine } from "../rules/mail-content";
import { isUsableLink } from "../rules/recovery-url";

/** Everything a decision about a left checkout and a mail about it need, read in the current transaction. */
export type LeftCheckout = Omit<RecoveryFacts, "lines"> & {
  checkoutId: string;
  token: string | null;
  email: string | null;
  customerId: string | null;
  firstName: string | null;
  /** Language tags to write in, dearest first. */
  locales: (string | null)[];
  recoverUrl: string | null;
  currencyCode: string;
  /** What the shopper saw prices in; null when we were not told. */
  presentmentCurrency: string | null;
  /** Of what can still be bought, in minor units. */
  amountMinor: number;
  lines: ReminderLine[];
  completedAt: Date | null;
  shop: ShopRecord;
};

/** Occasions of this feature's codes. */
export const OCCASION_PREFIX = "cart-recovery:";

/** One code per checkout, whatever happens. */
export function codeOccasion(checkoutId: string): string {
  return `${OCCASION_PREFIX}${checkoutId}`;
}

/** A checkout as things stand now; null when it is unknown, deleted or erased. */
export async function findLeftCheckout(
  db: Db,
  { shopId, checkoutId, now }: { shopId: string; checkoutId: string; now: Date },
): Promise<LeftCheckout | null> {
  const facts = await findCheckoutFacts(db, { shopId, checkoutId });
  const shop = facts && (await findShop(db, { shopId }));
  if (!shop) return null;
  const { customer } = facts;
  const customerId = customer?.id ?? (await findClaimedCustomerId(db, { shopId, checkoutId }));
  return {
    ...describeCheckout(facts),
    ...(await describePerson(db, { shopId, facts, customerId, now })),
    ...(await describeElsewhere(db, { shopId, facts, customerId, now })),
    shop,
    isShopInstalled: shop.uninstalledAt === null,
    recentCodeCount: customerId ? await countRecentCodes(db, { shopId, customerId, checkoutId, now }) : 0,
  };
}

function describeCheckout(facts: CheckoutFacts) {
  const { token, email, recoverUrl, currencyCode, presentmentCurrency } = facts;
  const { completedAt, activeAt, sourceName } = facts;
  const lines = facts.lines.map(({ availability, ...line }) => ({
    ...line,
    isSoldOut: availability === "sold-out" || availability === "product-gone",
  }));
  return {
    checkoutId: facts.id,
    ...{ token, email, recoverUrl, currencyCode, presentmentCurrency },
    ...{ completedAt, activeAt, sourceName, lines },
    amountMinor: lines.reduce(
      (sum, line) => sum + (line.isSoldOut ? 0 : line.unitPriceMinor * line.quantity),
      0,
    ),
    isCompleted: completedAt !== null || facts.completedByToken !== null,
    hasLink: isUsableLink(recoverUrl),
  };
}

async function describePerson(
  db: Db,
  {
    shopId,
    facts,
    customerId,
    now,
  }: { shopId: string; facts: CheckoutFacts; customerId: string | null; now: Date },
) {
  const { customer, email } = facts;
  const topic = "cart" as const;
  const wishes = await findWishes(db, { shopId, customerId, address: email, now });
  // An hour after the checkout its customer is known, unless they were deleted.
  const standing: RecoveryFacts["customer"] = customer ? "known" : customerId ? "erased" : "none";
  return {
    customerId,
    customer: standing,
    firstName: customer?.firstName ?? null,
    locales: [wishes.locale, facts.locale, customer?.locale ?? null],
    consent: {
      topic,
      channel: "email" as const,
      address: email,
      consentState: customer?.emailConsentState ?? null,
      acceptsMarketing: facts.acceptsMarketing,
      hasOptedOutOfDataSale: customer?.dataSaleOptOut ?? false,
      isSuppressed: email !== null && (await isSuppressed(db, { shopId, address: email, topic })),
      isTopicOff: wishes.topicsOff.has(topic),
      isPaused: wishes.isPaused,
    },
    ordersSince: await listOrdersSince(db, { shopId, email, customerId, since: facts.startedAt }),
  };
}

/** The same person's other checkouts, as far as they speak against a reminder of this one. */
async function describeElsewhere(
  db: Db,
  {
    shopId,
    facts,
    customerId,
    now,
  }: { shopId: string; facts: CheckoutFacts; customerId: string | null; now: Date },
): Promise<Pick<RecoveryFacts, "hasNewerCheckout" | "lastRemindedAt">> {
  const { id: checkoutId, activeAt, email, customer } = facts;
  const person: Person = { customerId, email, customerEmail: customer?.email ?? null };
  return {
    hasNewerCheckout: await hasNewerCheckout(db, { shopId, checkoutId, activeAt, person }),
    lastRemindedAt: await findLastReminder(db, { shopId, checkoutId, person, now }),
  };
}

/** The customer Shopify named, whether or not we (still) know them. */
async function findClaimedCustomerId(
  db: Db,
  { shopId, checkoutId }: { shopId: string; checkoutId: string },
): Promise<string | null> {
  const row = await db.checkout.findFirst({
    where: { shopId, id: checkoutId },
    select: { customerId: true },
  });
  return row?.customerId ?? null;
}

/** Orders of the same person, by customer or address, on whatever device; also those that did not last. */
async function listOrdersSince(
  db: Db,
  {
    shopId,
    email,
    customerId,
    since,
  }: { shopId: string; email: string | null; customerId: string | null; since: Date },
): Promise<RecoveryFacts["ordersSince"]> {
  const person = [...(customerId ? [{ customerId }] : []), ...(email ? [{ email }] : [])];
  if (person.length === 0) return [];
  const rows = await db.order.findMany({
    where: { shopId, OR: person, placedAt: { gte: since }, deletedAt: null },
    select: { isTest: true, cancelledAt: true, refundedMinor: true, netMinor: true },
  });
  return rows.map(({ isTest, cancelledAt, refundedMinor, netMinor }) => ({
    isTest,
    isCancelled: cancelledAt !== null,
    // Wholly: a partly refunded order is still a purchase.
    isRefunded: refundedMinor > 0n && netMinor <= 0n,
  }));
}

async function countRecentCodes(
  db: Db,
  {
    shopId,
    customerId,
    checkoutId,
    now,
  }: { shopId: string; customerId: string; checkoutId: string; now: Date },
): Promise<number> {
  return db.issuedCode.count({
    where: {
      shopId,
      customerId,
      occasionKey: { startsWith: OCCASION_PREFIX, not: codeOccasion(checkoutId) },
      createdAt: { gte: new Date(now.getTime() - CODE_WINDOW_DAYS * DAY_MS) },
      state: { not: "failed" },
    },
  });
}
