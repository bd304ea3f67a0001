import { startOfDay } from "~/kit/day-start";
import { DAY_MS, MINUTE_MS } from "~/kit/duration";
import { dayIn } from "~/kit/zone";

import {
  type Measure,
  measuresOf,
  REQUIREMENTS,
  type Tier,
  type VipSettings,
  type VipWindow,
} from "./schema";

/** What tiers count of a customer: valid orders in the window, net of refunds. Null: not asked, or not to be told. */
export type TierFacts = {
  orderCount: number;
  netMinor: number;
  marginMinor: number | null;
  points: number | null;
  /** Not of the window: `kit/rfm.ts`. */
  rfmScore: number | null;
};

export const NO_FACTS: TierFacts = {
  orderCount: 0,
  netMinor: 0,
  marginMinor: null,
  points: null,
  rfmScore: null,
};

const FIGURES = {
  orders: "orderCount",
  spend: "netMinor",
  margin: "marginMinor",
  points: "points",
  rfm: "rfmScore",
} as const satisfies Record<Measure, keyof TierFacts>;

/**
 * The highest tier whose every requirement the facts meet, or any of them where `mix` says so; bounds are inclusive.
 * Null = none.
 *
 * Demotion needs no rule of its own: refunds and the passing of time change the facts.
 */
export function decideTier(
  facts: TierFacts,
  settings: Pick<VipSettings, "isEnabled" | "tiers" | "mix">,
): Tier | null {
  if (!settings.isEnabled) return null;
  const meets = (tier: Tier) => {
    const isMet = (measure: Measure) => (facts[FIGURES[measure]] ?? 0) >= (tier[REQUIREMENTS[measure]] ?? 0);
    const asked = measuresOf(tier);
    return settings.mix === "all" ? asked.every(isMet) : asked.some(isMet);
  };
  return settings.tiers.findLast(meets) ?? null;
}

/** Everything that some tier asks for. */
export function measuresIn({ tiers }: Pick<VipSettings, "tiers">): Set<Measure> {
  return new Set(tiers.flatMap(measuresOf));
}

/** First instant that counts, inclusive; null = everything counts. Years begin in the shop's zone. */
export function windowStart(window: VipWindow, { zone, now }: { zone: string; now: Date }): Date | null {
  switch (window.kind) {
    case "lifetime":
      return null;
    case "calendar-year":
      return startOfDay(zone, `${dayIn(zone, now).slice(0, 4)}-01-01`);
    case "rolling":
      return new Date(now.getTime() - window.days * DAY_MS);
  }
}

export type TagChange = { add: string[]; remove: string[] };

/**
 * What must change so that, of all VIP tags, the customer has exactly `wanted`.
 *
 * Tags compare without case, as Shopify does. Tags that are not ours are never touched.
 *
 * @param managed Every tag that a tier has, or had.
 */
export function decideTagChange({
  current,
  wanted,
  managed,
}: {
  current: readonly string[];
  wanted: string | null;
  managed: readonly string[];
}): TagChange {
  const key = (tag: string) => tag.toLowerCase();
  const has = new Set(current.map(key));
  const ours = new Set(managed.map(key));
  return {
    add: wanted !== null && !has.has(key(wanted)) ? [wanted] : [],
    remove: current.filter((tag) => ours.has(key(tag)) && (wanted === null || key(tag) !== key(wanted))),
  };
}

/** How long our own tag changes may take to come back. */
const SETTLE_MS = 5 * MINUTE_MS;

/** When the webhooks of tags that we asked the store for at `askedAt` must have come back. */
export function settledAt(askedAt: Date): Date {
  return new Date(askedAt.getTime() + SETTLE_MS);
}

/** Whether what we see of the tags may still be the middle of a change of ours. */
export function isSettling(askedAt: Date, now: Date): boolean {
  return now < settledAt(askedAt);
}

/** Every tag that is Perennial's to put on or take off. */
export function managedTags(settings: Pick<VipSettings, "tiers" | "retiredTags">): string[] {
  return [...settings.tiers.map((tier) => tier.tag), ...settings.retiredTags];
}

/** Tags that new settings no longer use, to be taken off: those of the old ones, and those already retired. */
export function retireTags(before: VipSettings, after: Pick<VipSettings, "tiers">): string[] {
  const used = new Set(after.tiers.map((tier) => tier.tag.toLowerCase()));
  const candidates = managedTags(before).filter((tag) => !used.has(tag.toLowerCase()));
  return [...new Map(candidates.map((tag) => [tag.toLowerCase(), tag])).values()];
}

/** What a tier is, or was, called; its id when nobody remembers. */
export function nameOfTier(
  tierId: string,
  { tiers, formerTierNames }: Pick<VipSettings, "tiers" | "formerTierNames">,
): string {
  return tiers.find((tier) => tier.id === tierId)?.name ?? formerTierNames[tierId] ?? tierId;
}

/** Names of the tiers that new settings no longer have: the decision log speaks of them when their members move. */
export function rememberTierNames(
  before: Pick<VipSettings, "tiers" | "formerTierNames">,
  after: Pick<VipSettings, "tiers">,
): Record<string, string> {
  const kept = new Set(after.tiers.map((tier) => tier.id));
  const names = [
    ...Object.entries(before.formerTierNames),
    ...before.tiers.map(({ id, name }) => [id, name] as const),
  ];
  return Object.fromEntries(names.filter(([id]) => !kept.has(id)));
}

export type TierChange =
  | { kind: "none" }
  /** Had none, or one that no longer exists. */
  | { kind: "reached"; tier: Tier }
  | { kind: "raised"; tier: Tier }
  | { kind: "lowered"; tier: Tier }
  | { kind: "lost" };

/** How a customer moves from the tier they have to the tier they earn. */
export function compareTier(
  fromTierId: string | null,
  to: Tier | null,
  { tiers }: Pick<VipSettings, "tiers">,
): TierChange {
  if (fromTierId === (to?.id ?? null)) return { kind: "none" };
  if (!to) return { kind: "lost" };
  const rank = (id: string) => tiers.findIndex((tier) => tier.id === id);
  if (fromTierId === null || rank(fromTierId) < 0) return { kind: "reached", tier: to };
  return rank(to.id) > rank(fromTierId) ? { kind: "raised", tier: to } : { kind: "lowered", tier: to };
}
