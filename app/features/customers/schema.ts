import { z } from "zod";

import { DaySchema, MonthOffsetSchema, MonthSchema, PageSchema } from "~/kit/period";

/**
 * Groups of customers that numbers elsewhere count: the list behind a number holds exactly them. Days and months are
 * the shop's, inclusive; null = open.
 */
export type CustomerSegment =
  /** Had a valid order in the days. */
  | { kind: "buyers"; from: string | null; to: string | null }
  /** Of them: had an earlier valid order, any time. */
  | { kind: "repeat-buyers"; from: string | null; to: string | null }
  /** First valid order in the month. */
  | { kind: "cohort"; cohort: string }
  /** Of them: had a valid order `offset` months later. */
  | { kind: "cohort-month"; cohort: string; offset: number }
  /** The same over all cohorts since `since` that had lived through the whole of it by the month `before`. */
  | { kind: "cohort-span"; since: string; before: string; offset: number };

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

export const SORT_KEYS = ["last-order", "net-spend", "orders", "name", "registered"] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export const CONSENT_FILTERS = ["subscribed", "not-subscribed", "unknown"] as const;
export type ConsentFilter = (typeof CONSENT_FILTERS)[number];

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

/** What the URL of the customer list asks for. */
export type CustomerListQuery = {
  search: string;
  sort: SortKey;
  direction: "asc" | "desc";
  page: number;
  segment: CustomerSegment | null;
  tierId: string | null;
  consent: ConsentFilter | null;
};

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
  };
}

/** The query of the list's URL; what is as usual is left out. */
export function customerListParams(query: CustomerListQuery): URLSearchParams {
  const params = new URLSearchParams();
  if (query.segment) {
    const { kind, ...rest } = query.segment;
    params.set("segment", kind);
    for (const [name, value] of Object.entries(rest)) if (value !== null) params.set(name, String(value));
  }
  if (query.search) params.set("q", query.search);
  if (query.tierId) params.set("tier", query.tierId);
  if (query.consent) params.set("consent", query.consent);
  const usual = query.sort === "name" ? "asc" : "desc";
  if (query.sort !== "last-order") params.set("sort", query.sort);
  if (query.direction !== usual) params.set("direction", query.direction);
  if (query.page > 1) params.set("page", String(query.page));
  return params;
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
  asOf: string;
  /** Nobody at all yet: the first sync may still run. */
  isStoreEmpty: boolean;
};
