import { z } from "zod";

import type { ConsentChannel, ConsentSource } from "~/kit/consent";
import type { HistoryCoverage } from "~/kit/coverage";
import { PageSchema } from "~/kit/period";

import type { MergedPerson } from "../merges/schema";
import type { ConsentFilter } from "../rules/list-query";
import { TIMELINE_FILTERS, type TimelineFilter } from "../rules/timeline-filter";

export type ProfileQuery = {
  timeline: TimelineFilter;
  timelinePage: number;
  ordersPage: number;
  decisionsPage: number;
  consentPage: number;
};

const ProfileParamsSchema = z.object({
  timeline: z.enum(TIMELINE_FILTERS).catch("highlights").default("highlights"),
  "timeline-page": PageSchema.default(1),
  "orders-page": PageSchema.default(1),
  "decisions-page": PageSchema.default(1),
  "consent-page": PageSchema.default(1),
});

/** What the URL of a profile asks for; what makes no sense is left out. */
export function parseProfileQuery(params: URLSearchParams): ProfileQuery {
  const parsed = ProfileParamsSchema.parse(Object.fromEntries(params));
  return {
    timeline: parsed.timeline,
    timelinePage: parsed["timeline-page"],
    ordersPage: parsed["orders-page"],
    decisionsPage: parsed["decisions-page"],
    consentPage: parsed["consent-page"],
  };
}

/** One line of the timeline: the sentence's keys (the first that the texts hold) and its values. */
export type TimelineEntry = {
  id: string;
  occurredAt: string;
  textKeys: string[];
  params: Record<string, string | number>;
  /** Written by the page in the reader's language as `amount`. */
  amount: { minor: number; currencyCode: string } | null;
  /** Params that are days, YYYY-MM-DD, by their names: written by the page as people write days. */
  days: Record<string, string>;
};

export type ProfileOrder = {
  id: string;
  name: string;
  placedAt: string;
  financialStatus: string | null;
  fulfillmentStatus: string | null;
  isTest: boolean;
  isCancelled: boolean;
  isValid: boolean;
  currencyCode: string;
  totalMinor: number;
  netMinor: number;
  refundedMinor: number;
  lines: {
    id: string;
    title: string;
    variantTitle: string | null;
    quantity: number;
    currentQuantity: number;
    unitPriceMinor: number;
    discountMinor: number;
  }[];
  discounts: { code: string; amountMinor: number | null }[];
  refunds: { id: string; amountMinor: number; refundedAt: string }[];
};

/** One line of the consent log. State, level and where it was collected in lower case, words joined by `-`. */
export type ConsentLine = {
  id: string;
  channel: ConsentChannel;
  state: string;
  level: string | null;
  source: ConsentSource;
  collectedFrom: string | null;
  occurredAt: string;
};

export type Paged<Item> = { items: Item[]; page: number; pageCount: number; totalCount: number };

/**
 * `known`: an account of the store. `deleted`: the store deleted it. `merged`: into another customer. `unknown`: only
 * orders mention it.
 */
type CustomerStanding = "known" | "deleted" | "merged" | "unknown";

export type ProfileData = {
  id: string;
  gid: string | null;
  standing: CustomerStanding;
  /** Of one merged: when. */
  deletedAt: string | null;
  mergedIntoId: string | null;
  /** Who was merged into this customer. */
  merges: MergedPerson[];
  name: string | null;
  email: string | null;
  phone: string | null;
  city: string | null;
  countryCode: string | null;
  language: string | null;
  note: string | null;
  tags: string[];
  registeredAt: string | null;
  tierName: string | null;
  tierSince: string | null;
  emailConsent: ConsentFilter;
  emailConsentAt: string | null;
  smsConsent: ConsentFilter;
  smsConsentAt: string | null;
  /** Opted out of having their data sold: no marketing is sent. */
  hasOptedOutOfDataSale: boolean;
  currencyCode: string;
  figures: {
    orderCount: number;
    netMinor: number;
    averageOrderMinor: number | null;
    firstOrderAt: string | null;
    lastOrderAt: string | null;
    /** Median days between valid orders, gaps over a year left out; null under two orders. */
    typicalGapDays: number | null;
  };
  /** How far back the figures can know anything. */
  coverage: HistoryCoverage;
  orders: Paged<ProfileOrder>;
  timeline: Paged<TimelineEntry>;
  /** MM-DD as the customer told it; null = not told. */
  birthday: { on: string; toldAt: string; source: "preference-page" } | null;
  consentLog: Paged<ConsentLine>;
  query: ProfileQuery;
  asOf: string;
};
