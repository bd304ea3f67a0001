import { z } from "zod";

import { type Condition, ConditionSchema } from "~/engine/facts/condition";
import type { FactInfo, NamedValue } from "~/engine/facts/schema";
import type { HistoryCoverage } from "~/kit/coverage";
import { DaySchema, MonthOffsetSchema, MonthSchema, PageSchema } from "~/kit/period";

import {
  CONSENT_FILTERS,
  type ConsentFilter,
  type CustomerListQuery,
  type CustomerSegment,
  MOST_CONDITION_LENGTH,
  SORT_KEYS,
} from "./rules/list-query";

const OpenDaySchema = DaySchema.nullable().catch(null).default(null);

const SegmentSchema = z.union([
  z.object({ segment: z.literal("buyers"), from: OpenDaySchema, to: OpenDaySchema }),
  z.object({ segment: z.literal("repeat-buyers"), from: OpenDaySchema, to: OpenDaySchema }),
  z.object({ segment: z.literal("cohort"), cohort: MonthSchema }),
  z.object({ segment: z.literal("cohort-month"), cohort: MonthSchema, offset: MonthOffsetSchema }),
  z.object({
    segment: z.literal("cohort-span"),
    since: MonthSchema,
    before: MonthSchema,
    offset: MonthOffsetSchema,
  }),
]);

const MAX_SEARCH_LENGTH = 200;

const ListParamsSchema = z.object({
  q: z
    .string()
    .trim()
    .transform((text) => text.slice(0, MAX_SEARCH_LENGTH))
    .catch("")
    .default(""),
  sort: z.enum(SORT_KEYS).catch("last-order").default("last-order"),
  direction: z.enum(["asc", "desc"]).optional().catch(undefined),
  page: PageSchema.default(1),
  tier: z.string().max(100).nullable().catch(null).default(null),
  consent: z.enum(CONSENT_FILTERS).nullable().catch(null).default(null),
});

/** Reads the URL of the list; what makes no sense is left out, so every link opens something. */
export function parseCustomerListQuery(params: URLSearchParams): CustomerListQuery {
  const given = Object.fromEntries(params);
  const { q, sort, direction, page, tier, consent } = ListParamsSchema.parse(given);
  return {
    search: q,
    sort,
    direction: direction ?? (sort === "name" ? "asc" : "desc"),
    page,
    segment: parseSegment(given),
    tierId: tier,
    consent,
    condition: parseCondition(given.condition),
  };
}

function parseCondition(text = ""): Condition | null {
  if (text === "" || text.length > MOST_CONDITION_LENGTH) return null;
  const { data } = ConditionSchema.safeParse(readJson(text));
  const isAboutNobody = data === undefined || (data.kind !== "fact" && data.of.length === 0);
  return isAboutNobody ? null : data;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function parseSegment(given: Record<string, string>): CustomerSegment | null {
  const parsed = SegmentSchema.safeParse(given);
  if (!parsed.success) return null;
  const { segment, ...rest } = parsed.data;
  return { kind: segment, ...rest } as CustomerSegment;
}

export type CustomerRow = {
  id: string;
  /** Null: neither name nor mail is known, or it was erased. */
  name: string | null;
  email: string | null;
  isDeleted: boolean;
  orderCount: number;
  netMinor: number;
  lastOrderAt: string | null;
  registeredAt: string | null;
  tierName: string | null;
  consent: ConsentFilter;
};

export type CustomerListData = {
  query: CustomerListQuery;
  customers: CustomerRow[];
  totalCount: number;
  page: number;
  pageCount: number;
  currencyCode: string;
  tierNames: Record<string, string>;
  /** What a condition can ask of customers, and what the products in this one are called. */
  facts: FactInfo[];
  names: NamedValue[];
  asOf: string;
  /** Nobody at all yet: the first sync may still run. */
  isStoreEmpty: boolean;
  /** How far back orders and spend can know anything. */
  coverage: HistoryCoverage;
};
