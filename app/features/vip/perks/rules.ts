import type { Tier, VipSettings } from "../schema";

import type { EntitlementState, Perk, PerkKind, Rhythm } from "./schema";

/*
 * What members are entitled to. An entitlement is promised → delivered | failed, and withdrawn out of any of them: a perk
 * of a tier that its owner no longer has, and that nobody has used. One per member, perk and period.
 */

/** Names the period of a perk in which `day` (YYYY-MM-DD in the shop's zone) lies. */
export function periodKeyOf(rhythm: Rhythm, day: string): string {
  switch (rhythm) {
    case "once":
      return "once";
    case "year":
      return day.slice(0, 4);
    case "quarter":
      return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
    case "month":
      return day.slice(0, 7);
  }
}

export type DuePerk = { perk: Perk; tierId: string; periodKey: string };

/** Begins the period of a perk that lasts as long as its owner stays in the tier. */
const STAY = "since:";

/** What a member of a tier is to have now. */
export function perksDue({ tier, since }: { tier: Tier; since: Date }, day: string): DuePerk[] {
  return tier.perks.map((perk) => {
    const periodKey = "rhythm" in perk ? periodKeyOf(perk.rhythm, day) : `${STAY}${since.toISOString()}`;
    return { perk, tierId: tier.id, periodKey };
  });
}

/** What of an entitlement matters for taking it back. */
export type Held = { tierId: string; perkKind: PerkKind; periodKey: string; state: EntitlementState };

/**
 * Whether an entitlement goes, now that its owner has `current` (null = no tier).
 *
 * What lasts as long as the tier ends with it. The rest goes when the owner has fallen below its tier, unless the shop
 * leaves it to them; who rises keeps it. What was given and cannot be taken back, such as points, stays.
 */
export function isToWithdraw(
  { tierId, perkKind, periodKey, state }: Held,
  current: Tier | null,
  { tiers, withdrawsPerks }: Pick<VipSettings, "tiers" | "withdrawsPerks">,
): boolean {
  if (state === "withdrawn" || state === "failed") return false;
  if (periodKey.startsWith(STAY)) return tierId !== current?.id;
  const rankOf = (id: string | undefined) => tiers.findIndex((tier) => tier.id === id);
  const hasFallen = !current || rankOf(tierId) < 0 || rankOf(tierId) > rankOf(current.id);
  if (!withdrawsPerks || !hasFallen) return false;
  return state === "promised" || isCode(perkKind);
}

/** Whether a perk is a code of the store, which can be taken back. */
export function isCode(kind: PerkKind): boolean {
  return kind === "percentage" || kind === "amount" || kind === "free-shipping";
}
