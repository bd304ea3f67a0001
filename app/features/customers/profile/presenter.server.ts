import { findPreference } from "~/engine/messaging/preferences/repository.server";
import { CONSENT_SOURCES } from "~/kit/consent";
import { presentCoverage } from "~/pipeline/projections/known-history/queries.server";
import type { EventType, StoredEvent } from "~/pipeline/events/catalogue";
import { countOrderFacts, listOrderFacts } from "~/pipeline/projections/history/queries.server";
import { type Db, toMinor } from "~/platform/db.server";

import { presentMerges } from "../merges/presenter.server";
import { consentOf, displayName } from "../rules/naming";
import { typicalGapDays } from "../rules/rhythm";
import { describeEvent, typesOf } from "../rules/timeline";
import {
  countConsentChanges,
  countEvents,
  countOrders,
  findCustomer,
  findEventNames,
  findMembership,
  findStats,
  listConsentChanges,
  listEvents,
  listOrders,
  listValidOrderInstants,
} from "./repository.server";
import type { ConsentLine, Paged, ProfileData, ProfileOrder, ProfileQuery, TimelineEntry } from "./schema";

const ORDERS_PAGE_SIZE = 10;
const TIMELINE_PAGE_SIZE = 30;
const CONSENT_PAGE_SIZE = 10;

type One = { shopId: string; customerId: string };
type Asked = One & {
  shop: { currencyCode: string; ianaTimezone: string; historySinceAt: Date | null };
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
    merges: await presentMerges(db, one),
    tierName: membership && (tierNames[membership.tierId] ?? membership.tierId),
    tierSince: isoOf(membership?.since),
    currencyCode: shop.currencyCode,
    figures: await presentFigures(db, one),
    coverage: await presentCoverage(db, { shopId, shop }),
    orders,
    timeline: await presentTimeline(db, { ...one, query, tierNames }),
    birthday: await presentBirthday(db, one),
    consentLog: await presentConsentLog(db, { ...one, page: query.consentPage }),
    query,
    asOf: now.toISOString(),
  };
}

/** Day and month that the customer told, when and where; null when they did not. */
async function presentBirthday(db: Db, one: One): Promise<ProfileData["birthday"]> {
  const preference = await findPreference(db, { ...one, addressHash: null });
  if (!preference?.birthday) return null;
  const { on, toldAt, source } = preference.birthday;
  return { on, toldAt: toldAt.toISOString(), source };
}

type Identity = Omit<
  ProfileData,
  | "id"
  | "merges"
  | "tierName"
  | "tierSince"
  | "currencyCode"
  | "figures"
  | "coverage"
  | "orders"
  | "timeline"
  | "birthday"
  | "consentLog"
  | "query"
  | "asOf"
>;

const NOBODY: Identity = {
  gid: null,
  standing: "unknown",
  deletedAt: null,
  mergedIntoId: null,
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
  smsConsentAt: null,
  hasOptedOutOfDataSale: false,
};

function presentIdentity(customer: Awaited<ReturnType<typeof findCustomer>>): Identity {
  if (!customer) return NOBODY;
  const { gid, email, phone, city, countryCode, note } = customer;
  return {
    gid,
    standing: standingOf(customer),
    deletedAt: isoOf(customer.deletedAt),
    mergedIntoId: customer.mergedIntoId,
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
    smsConsentAt: isoOf(customer.smsConsentAt),
    hasOptedOutOfDataSale: customer.dataSaleOptOut,
  };
}

function standingOf({ mergedIntoId, deletedAt }: { mergedIntoId: string | null; deletedAt: Date | null }) {
  if (mergedIntoId !== null) return "merged";
  return deletedAt ? "deleted" : "known";
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
  const totalCount =
    (await countEvents(db, { ...one, types })) + (await countOrderFacts(db, { ...one, types }));
  const paging = pagingOf({ totalCount, page: query.timelinePage, size: TIMELINE_PAGE_SIZE });
  const events = await listTold(db, { ...one, types, ...paging.slice });
  const names = { ...(await findEventNames(db, { shopId: one.shopId, events })), tiers: tierNames };
  const items = events.map((event) => describeEvent(event, names));
  return { items, page: paging.page, pageCount: paging.pageCount, totalCount };
}

async function presentConsentLog(
  db: Db,
  { page, ...one }: One & { page: number },
): Promise<Paged<ConsentLine>> {
  const totalCount = await countConsentChanges(db, one);
  const paging = pagingOf({ totalCount, page, size: CONSENT_PAGE_SIZE });
  const rows = await listConsentChanges(db, { ...one, ...paging.slice });
  const items = rows.map((row): ConsentLine => ({
    id: row.id,
    channel: row.channel === "sms" ? "sms" : "email",
    state: wordOf(row.toState),
    level: row.optInLevel && wordOf(row.optInLevel),
    source: CONSENT_SOURCES.find((source) => source === row.source) ?? "store",
    collectedFrom: row.collectedFrom && wordOf(row.collectedFrom),
    occurredAt: row.occurredAt.toISOString(),
  }));
  return { items, page: paging.page, pageCount: paging.pageCount, totalCount };
}

/** Shopify's `SINGLE_OPT_IN` as texts and styles name it: `single-opt-in`. */
function wordOf(code: string): string {
  return code.toLowerCase().replaceAll("_", "-");
}

type Told = One & { types: readonly EventType[]; limit: number; offset: number };

/** Events, and the facts of orders from before the app was there; newest first. */
async function listTold(db: Db, { limit, offset, ...asked }: Told): Promise<StoredEvent[]> {
  const newest = { ...asked, limit: offset + limit };
  const live = await listEvents(db, { ...newest, offset: 0 });
  const history = await listOrderFacts(db, newest);
  return [...live, ...history]
    .sort((a, b) => b.occurredAt.getTime() - a.occurredAt.getTime() || (a.id < b.id ? 1 : -1))
    .slice(offset, offset + limit);
}

function pagingOf({ totalCount, page, size }: { totalCount: number; page: number; size: number }) {
  const pageCount = Math.max(1, Math.ceil(totalCount / size));
  const shown = Math.min(page, pageCount);
  return { page: shown, pageCount, slice: { limit: size, offset: (shown - 1) * size } };
}

function isoOf(instant: Date | null | undefined): string | null {
  return instant?.toISOString() ?? null;
}
