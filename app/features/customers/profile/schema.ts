import { z } from "zod";

import { PageSchema } from "~/kit/period";

import type { ConsentFilter } from "../rules/list-query";
import { TIMELINE_FILTERS, type TimelineFilter } from "../rules/timeline-filter";

export type ProfileQuery = {
  timeline: TimelineFilter;
  timelinePage: number;
  ordersPage: number;
  decisionsPage: number;
};

const ProfileParamsSchema = z.object({
  timeline: z.enum(TIMELINE_FILTERS).catch("highlights").default("highlights"),
  "timeline-page": PageSchema.default(1),
  "orders-page": PageSchema.default(1),
  "decisions-page": PageSchema.default(1),
});

/** What the URL of a profile asks for; what makes no sense is left out. */
export function parseProfileQuery(params: URLSearchParams): ProfileQuery {
  const parsed = ProfileParamsSchema.parse(Object.fromEntries(params));
  return {
    timeline: parsed.timeline,
    timelinePage: parsed["timeline-page"],
    ordersPage: parsed["orders-page"],
    decisionsPage: parsed["decisions-page"],
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

export type Paged<Item> = { items: Item[]; page: number; pageCount: number; totalCount: number };

/** `known`: an account of the store. `deleted`: the store deleted it. `unknown`: only orders mention it. */
type CustomerStanding = "known" | "deleted" | "unknown";

export type ProfileData = {
  id: string;
  gid: string | null;
  standing: CustomerStanding;
  deletedAt: string | null;
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
  orders: Paged<ProfileOrder>;
  timeline: Paged<TimelineEntry>;
  query: ProfileQuery;
  asOf: string;
};
