import { z } from "zod";

export const PERIODS = ["30", "90", "365"] as const;

/** No tier, in addresses and keys. */
export const NO_TIER = "none";

const TierSchema = z.string().max(40).nullable().catch(null).default(null);

/** Which movements are looked at, and whose of them. `from` and `to`: a tier's id, or `none`. */
export const MovementQuerySchema = z.object({
  period: z.enum(PERIODS).catch("90").default("90"),
  from: TierSchema,
  to: TierSchema,
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
});
export type MovementQuery = z.infer<typeof MovementQuerySchema>;

export function movementsUrl({ period, from, to, page }: MovementQuery): string {
  const params = new URLSearchParams();
  if (period !== "90") params.set("period", period);
  if (from !== null) params.set("from", from);
  if (to !== null) params.set("to", to);
  if (page > 1) params.set("page", String(page));
  const query = params.toString();
  return query ? `/app/vip/movements?${query}` : "/app/vip/movements";
}

/** How many moved from one tier to another, and why. Ids; `none` = no tier. */
export type Flow = {
  from: string;
  to: string;
  count: number;
  reasons: { reason: string; count: number }[];
};

export type MovementPerson = {
  id: string;
  customer: { id: string; name: string } | null;
  from: string;
  to: string;
  reason: string;
  movedAt: string;
  orderCount: number;
  netMinor: number;
};

export type MovementsPageData = {
  query: MovementQuery;
  /** From the lowest tier; a tier that no longer exists comes last. */
  tiers: { id: string; name: string }[];
  flows: Flow[];
  totalCount: number;
  people: MovementPerson[];
  peopleCount: number;
  pageCount: number;
  currencyCode: string;
  /** The first day of the period, in the shop's zone. */
  since: string;
  asOf: string;
};
