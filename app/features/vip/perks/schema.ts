import { z } from "zod";

import { OfferSchema, OFFER_LIMITS } from "~/engine/incentives/schema";

/** How often a perk is given: once per customer, or once a period of the shop's calendar while they have the tier. */
export const RHYTHMS = ["once", "month", "quarter", "year"] as const;
export type Rhythm = (typeof RHYTHMS)[number];

export const PERK_LIMITS = {
  percent: { min: 1, max: 100 },
  points: { min: 1, max: 1_000_000 },
  /** In hundredths: 150 = one and a half times. */
  factorPercent: { min: 101, max: 1_000 },
  textLength: 200,
} as const;

const within = ({ min, max }: { min: number; max: number }, problem: string) =>
  z.number().int(problem).min(min, problem).max(max, problem);

const IdSchema = z.string().min(1).max(40);
const RhythmSchema = z.enum(RHYTHMS);
const ValidDaysSchema = within(OFFER_LIMITS.validDays, "perk-days-range");

/** What a tier brings. The id is stable: what was given points at it. */
export const PerkSchema = z.discriminatedUnion("kind", [
  z.object({
    id: IdSchema,
    kind: z.literal("percentage"),
    rhythm: RhythmSchema,
    percent: within(PERK_LIMITS.percent, "perk-percent-range"),
    validDays: ValidDaysSchema,
  }),
  z.object({
    id: IdSchema,
    kind: z.literal("amount"),
    rhythm: RhythmSchema,
    amountMinor: within(OFFER_LIMITS.amountMinor, "perk-amount-range"),
    validDays: ValidDaysSchema,
  }),
  z.object({
    id: IdSchema,
    kind: z.literal("free-shipping"),
    rhythm: RhythmSchema,
    validDays: ValidDaysSchema,
  }),
  /** Points handed over to the points programme. */
  z.object({
    id: IdSchema,
    kind: z.literal("points"),
    rhythm: RhythmSchema,
    points: within(PERK_LIMITS.points, "perk-points-range"),
  }),
  /** Orders of members earn this many times the points. */
  z.object({
    id: IdSchema,
    kind: z.literal("multiplier"),
    factorPercent: within(PERK_LIMITS.factorPercent, "perk-factor-range"),
  }),
  /** Members are on the list of every premiere. */
  z.object({ id: IdSchema, kind: z.literal("early-access") }),
  /** Something people of the shop do themselves, and tick off. */
  z.object({
    id: IdSchema,
    kind: z.literal("own"),
    rhythm: RhythmSchema,
    text: z.string().trim().min(1, "perk-text-missing").max(PERK_LIMITS.textLength, "perk-text-long"),
  }),
]);
export type Perk = z.infer<typeof PerkSchema>;
export type PerkKind = Perk["kind"];

export const PERK_KINDS = [
  "percentage",
  "amount",
  "free-shipping",
  "points",
  "multiplier",
  "early-access",
  "own",
] as const satisfies readonly PerkKind[];

/** Perks that are codes of the store. */
export type CodePerk = Extract<Perk, { validDays: number }>;

/** What a code perk offers. */
export function offerOf(perk: CodePerk, tierName: string) {
  const value =
    perk.kind === "percentage"
      ? { kind: perk.kind, percentBp: perk.percent * 100 }
      : perk.kind === "amount"
        ? { kind: perk.kind, amountMinor: perk.amountMinor }
        : { kind: perk.kind };
  return OfferSchema.parse({ value, validDays: perk.validDays, prefix: "VIP", title: `VIP ${tierName}` });
}

export const ENTITLEMENT_STATES = ["promised", "delivered", "failed", "withdrawn"] as const;
export type EntitlementState = (typeof ENTITLEMENT_STATES)[number];

/** What the list of perks can be narrowed by. */
export const PerkQuerySchema = z.object({
  state: z.enum([...ENTITLEMENT_STATES, "all"]).catch("all"),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
export type PerkQuery = z.infer<typeof PerkQuerySchema>;

export function perkListUrl({ state, page }: PerkQuery): string {
  const params = new URLSearchParams();
  if (state !== "all") params.set("state", state);
  if (page > 1) params.set("page", String(page));
  const query = params.toString();
  return query ? `/app/vip/perks?${query}` : "/app/vip/perks";
}

/** A perk that was promised to somebody, and what became of it. */
export type PerkItem = {
  id: string;
  customer: { id: string; name: string } | null;
  tierName: string;
  perk: Perk;
  periodKey: string;
  state: EntitlementState;
  /** Why; `perks.reason.<reason>` of the texts. */
  reason: string | null;
  /** ISO instants. */
  promisedAt: string;
  changedAt: string;
  code: string | null;
  /** The code was used. */
  isUsed: boolean;
  messageId: string | null;
  /** What it cost or is expected to; null: nothing that is counted here. */
  costMinor: number | null;
};

export type PerksPageData = {
  query: PerkQuery;
  items: PerkItem[];
  pageCount: number;
  counts: Record<EntitlementState, number>;
  /** Codes of perks, in the shop's running month. */
  month: { name: string; reservedMinor: number; spentMinor: number };
  currencyCode: string;
  asOf: string;
};

/** What the staff does with a perk that people of the shop see to themselves. */
export const PerkActionSchema = z.object({
  kind: z.literal("tick-off"),
  entitlementId: z.string().min(1).max(80),
});
export type PerkAnswer = { outcome: "ticked-off" | "not-possible" };
