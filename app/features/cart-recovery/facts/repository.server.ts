import { consentOfAddress } from "~/engine/messaging/consent/rules";
import { findWishes } from "~/engine/messaging/preferences/wishes.server";
import { isSuppressed } from "~/engine/messaging/suppression.server";
import { DAY_MS, MINUTE_MS } from "~/kit/duration";
import { type CheckoutFacts, findCheckoutFacts } from "~/pipeline/projections/checkouts/queries.server";
import type { Db } from "~/platform/db.server";

import { findLastReminder, hasNewerCheckout, type Person } from "../person/repository.server";
import { CODE_WINDOW_DAYS, type RecoveryFacts } from "../rules";
import type { CartLine } from "../rules/cart-lines";
import { isUsableLink } from "../rules/recovery-url";

/** Everything a decision about a left checkout and a mail about it need, read in the current transaction. */
export type LeftCheckout = Omit<RecoveryFacts, "lines"> & {
  checkoutId: string;
  token: string | null;
  email: string | null;
  customerId: string | null;
  recoverUrl: string | null;
  currencyCode: string;
  /** What the shopper saw prices in; null when we were not told. */
  presentmentCurrency: string | null;
  lines: (CartLine & { productId: string | null })[];
};

/** Occasions of this feature's codes. */
export const OCCASION_PREFIX = "cart-recovery:";

/** How much earlier than the store's our clock may be: its orders must not seem to lie ahead. */
const CLOCK_SKEW_MS = 5 * MINUTE_MS;

/** One code per checkout, whatever happens. */
export function codeOccasion(checkoutId: string): string {
  return `${OCCASION_PREFIX}${checkoutId}`;
}

type Asked = { shopId: string; checkoutId: string; at: Date };

/**
 * A checkout as things stand now, or stood at an instant of the past as far as that is known: orders and reminders by
 * when they were, stock and consent as today. Null when it is unknown, deleted or erased.
 */
export async function findLeftCheckout(
  db: Db,
  { shopId, checkoutId, at }: Asked,
): Promise<LeftCheckout | null> {
  const facts = await findCheckoutFacts(db, { shopId, checkoutId });
  if (!facts) return null;
  const { customer } = facts;
  const customerId = customer?.id ?? (await findClaimedCustomerId(db, { shopId, checkoutId }));
  return {
    ...describeCheckout(facts),
    isCompleted: await isCompleted(db, { shopId, facts, at }),
    ...(await describePerson(db, { shopId, facts, customerId, at })),
    ...(await describeReminders(db, { shopId, facts, customerId, at })),
  };
}

function describeCheckout(facts: CheckoutFacts) {
  const { token, email, recoverUrl, currencyCode, presentmentCurrency, activeAt, sourceName } = facts;
  return {
    checkoutId: facts.id,
    ...{ token, email, recoverUrl, currencyCode, presentmentCurrency, activeAt, sourceName },
    lines: facts.lines.map(({ availability, variantId: _variantId, ...line }) => ({
      ...line,
      isSoldOut: availability === "sold-out" || availability === "product-gone",
    })),
    hasLink: isUsableLink(recoverUrl),
  };
}

async function isCompleted(
  db: Db,
  { shopId, facts: { completedAt, token }, at }: { shopId: string; facts: CheckoutFacts; at: Date },
): Promise<boolean> {
  const by = new Date(at.getTime() + CLOCK_SKEW_MS);
  if (completedAt !== null && completedAt <= by) return true;
  if (token === null) return false;
  const order = await db.order.findFirst({
    where: { shopId, checkoutToken: token, deletedAt: null, placedAt: { lte: by } },
    select: { id: true },
  });
  return order !== null;
}

const isSame = (one: string | null | undefined, other: string | null) =>
  one?.trim().toLowerCase() === other?.trim().toLowerCase();

type OfPerson = { shopId: string; facts: CheckoutFacts; customerId: string | null; at: Date };

async function describePerson(db: Db, { shopId, facts, customerId, at }: OfPerson) {
  const { customer, email } = facts;
  const topic = "cart" as const;
  const wishes = await findWishes(db, { shopId, customerId, address: email, now: at });
  // An hour after the checkout its customer is known, unless they were deleted.
  const standing: RecoveryFacts["customer"] = customer ? "known" : customerId ? "erased" : "none";
  return {
    customerId,
    customer: standing,
    consent: {
      topic,
      channel: "email" as const,
      address: email,
      consentState: consentOfAddress(customer?.emailConsentState ?? null, isSame(customer?.email, email)),
      acceptsMarketing: facts.acceptsMarketing,
      hasOptedOutOfDataSale: customer?.dataSaleOptOut ?? false,
      isSuppressed: email !== null && (await isSuppressed(db, { shopId, address: email, topic })),
      isTopicOff: wishes.topicsOff.has(topic),
      isPaused: wishes.isPaused,
    },
    ordersSince: await listOrdersSince(db, { shopId, email, customerId, since: facts.startedAt, at }),
  };
}

/** Reminders of this checkout and of the same person's others, as far as they speak against one of this. */
async function describeReminders(
  db: Db,
  { shopId, facts, customerId, at }: OfPerson,
): Promise<Pick<RecoveryFacts, "hasNewerCheckout" | "lastRemindedAt" | "sentAt">> {
  const { id: checkoutId, activeAt, email, customer } = facts;
  const person: Person = { customerId, email, customerEmail: customer?.email ?? null };
  const row = await db.recovery.findFirst({
    where: { shopId, checkoutId, sentAt: { not: null, lte: at } },
    select: { sentAt: true },
  });
  return {
    sentAt: row?.sentAt ?? null,
    hasNewerCheckout: await hasNewerCheckout(db, { shopId, checkoutId, activeAt, person, at }),
    lastRemindedAt: await findLastReminder(db, { shopId, checkoutId, person, at }),
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
    at,
  }: { shopId: string; email: string | null; customerId: string | null; since: Date; at: Date },
): Promise<RecoveryFacts["ordersSince"]> {
  const person = [...(customerId ? [{ customerId }] : []), ...(email ? [{ email }] : [])];
  if (person.length === 0) return [];
  const rows = await db.order.findMany({
    where: {
      shopId,
      OR: person,
      placedAt: { gte: since, lte: new Date(at.getTime() + CLOCK_SKEW_MS) },
      deletedAt: null,
    },
    select: { isTest: true, cancelledAt: true, refundedMinor: true, netMinor: true },
  });
  return rows.map(({ isTest, cancelledAt, refundedMinor, netMinor }) => ({
    isTest,
    isCancelled: cancelledAt !== null,
    // Wholly: a partly refunded order is still a purchase.
    isRefunded: refundedMinor > 0n && netMinor <= 0n,
  }));
}

/** Codes for other left checkouts within the last 90 days, used or not. */
export async function countRecentCodes(
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
