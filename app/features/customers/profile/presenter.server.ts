import { type Db, toMinor } from "~/platform/db.server";

import { consentOf, displayName } from "../rules/naming";
import { typicalGapDays } from "../rules/rhythm";
import { describeEvent, typesOf } from "../rules/timeline";
import {
  countEvents,
  countOrders,
  findCustomer,
  findEventNames,
  findMembership,
  findStats,
  listEvents,
  listOrders,
  listValidOrderInstants,
} from "./repository.server";
import type { Paged, ProfileData, ProfileOrder, ProfileQuery, TimelineEntry } from "./schema";

const ORDERS_PAGE_SIZE = 10;
const TIMELINE_PAGE_SIZE = 30;

type One = { shopId: string; customerId: string };
type Asked = One & {
  shop: { currencyCode: string };
  query: ProfileQuery;
  tierNames: Record<string, string>;
  now: Date;
};

/** Read model of a customer's page; null when the shop knows neither the customer nor an order by them. */
export async function presentCustomerProfile(db: Db, asked: Asked): Promise<ProfileData | null> {
  const { shopId, customerId, shop, query, tierNames, now } = asked;
  const one = { shopId, customerId };
  const customer = await findCustomer(db, one);
  const orders = await presentOrders(db, { ...one, page: query.ordersPage });
  if (!customer && orders.totalCount === 0) return null;
  const membership = await findMembership(db, one);
  return {
    id: customerId,
    ...presentIdentity(customer),
    tierName: membership && (tierNames[membership.tierId] ?? membership.tierId),
    tierSince: isoOf(membership?.since),
    currencyCode: shop.currencyCode,
    figures: await presentFigures(db, one),
    orders,
    timeline: await presentTimeline(db, { ...one, query, tierNames }),
    query,
    asOf: now.toISOString(),
  };
}

type Identity = Omit<
  ProfileData,
  "id" | "tierName" | "tierSince" | "currencyCode" | "figures" | "orders" | "timeline" | "query" | "asOf"
>;

const NOBODY: Identity = {
  gid: null,
  standing: "unknown",
  deletedAt: null,
  name: null,
  email: null,
  phone: null,
  city: null,
  countryCode: null,
  language: null,
  note: null,
  tags: [],
  registeredAt: null,
  emailConsent: "unknown",
  emailConsentAt: null,
  smsConsent: "unknown",
};

function presentIdentity(customer: Awaited<ReturnType<typeof findCustomer>>): Identity {
  if (!customer) return NOBODY;
  const { gid, email, phone, city, countryCode, note } = customer;
  return {
    gid,
    standing: customer.deletedAt ? "deleted" : "known",
    deletedAt: isoOf(customer.deletedAt),
    name: displayName(customer),
    email,
    phone,
    city,
    countryCode,
    language: customer.locale,
    note,
    tags: customer.tags.map((tag) => tag.tag),
    registeredAt: isoOf(customer.registeredAt),
    emailConsent: consentOf(customer.emailConsentState),
    emailConsentAt: isoOf(customer.emailConsentAt),
    smsConsent: consentOf(customer.smsConsentState),
  };
}

async function presentFigures(db: Db, one: One): Promise<ProfileData["figures"]> {
  const stats = await findStats(db, one);
  const orderCount = stats?.orderCount ?? 0;
  const netMinor = toMinor(stats?.netMinor);
  return {
    orderCount,
    netMinor,
    averageOrderMinor: orderCount === 0 ? null : Math.round(netMinor / orderCount),
    firstOrderAt: isoOf(stats?.firstOrderAt),
    lastOrderAt: isoOf(stats?.lastOrderAt),
    typicalGapDays: typicalGapDays(await listValidOrderInstants(db, one)),
  };
}

async function presentOrders(db: Db, { page, ...one }: One & { page: number }): Promise<Paged<ProfileOrder>> {
  const totalCount = await countOrders(db, one);
  const paging = pagingOf({ totalCount, page, size: ORDERS_PAGE_SIZE });
  const rows = await listOrders(db, { ...one, ...paging.slice });
  const items = rows.map((row): ProfileOrder => ({
    id: row.id,
    name: row.name,
    placedAt: row.placedAt.toISOString(),
    financialStatus: row.financialStatus,
    fulfillmentStatus: row.fulfillmentStatus,
    isTest: row.isTest,
    isCancelled: row.cancelledAt !== null,
    isValid: row.isValid,
    currencyCode: row.currencyCode,
    totalMinor: toMinor(row.totalMinor),
    netMinor: toMinor(row.netMinor),
    refundedMinor: toMinor(row.refundedMinor),
    lines: row.lines.map(
      ({ id, title, variantTitle, quantity, currentQuantity, unitPriceMinor, discountMinor }) => ({
        id,
        title,
        variantTitle,
        quantity,
        currentQuantity,
        unitPriceMinor: toMinor(unitPriceMinor),
        discountMinor: toMinor(discountMinor),
      }),
    ),
    discounts: row.discounts.map(({ code, amountMinor }) => ({
      code,
      amountMinor: amountMinor === null ? null : toMinor(amountMinor),
    })),
    refunds: row.refunds.map(({ id, amountMinor, refundedAt }) => ({
      id,
      amountMinor: toMinor(amountMinor),
      refundedAt: refundedAt.toISOString(),
    })),
  }));
  return { items, page: paging.page, pageCount: paging.pageCount, totalCount };
}

async function presentTimeline(
  db: Db,
  { query, tierNames, ...one }: One & Pick<Asked, "query" | "tierNames">,
): Promise<Paged<TimelineEntry>> {
  const types = typesOf(query.timeline);
  const totalCount = await countEvents(db, { ...one, types });
  const paging = pagingOf({ totalCount, page: query.timelinePage, size: TIMELINE_PAGE_SIZE });
  const events = await listEvents(db, { ...one, types, ...paging.slice });
  const names = { ...(await findEventNames(db, { shopId: one.shopId, events })), tiers: tierNames };
  const items = events.map((event) => describeEvent(event, names));
  return { items, page: paging.page, pageCount: paging.pageCount, totalCount };
}

function pagingOf({ totalCount, page, size }: { totalCount: number; page: number; size: number }) {
  const pageCount = Math.max(1, Math.ceil(totalCount / size));
  const shown = Math.min(page, pageCount);
  return { page: shown, pageCount, slice: { limit: size, offset: (shown - 1) * size } };
}

function isoOf(instant: Date | null | undefined): string | null {
  return instant?.toISOString() ?? null;
}
