import type { Tier, VipSettings } from "../schema";
import type { ManualTier, Membership } from "./standing";

/** What an automation asks for: a tier by its name, or that they are a VIP at all. */
export type Wish = { kind: "tier"; name: string } | { kind: "any" };

export type GiftDecision =
  | { kind: "give"; tier: Tier }
  /** They have it for at least as long, or any tier where any will do. */
  | { kind: "had"; tierName: string }
  /** The staff gave more, which stands: an automation takes nothing back. */
  | { kind: "has-more"; tierName: string }
  | { kind: "unknown"; tierName: string }
  | { kind: "off" };

type Rules = Pick<VipSettings, "isEnabled" | "tiers">;

/** The tier a wish means; null when there is none of that name. Names and tags compare without case. */
export function tierOfWish(wish: Wish, { tiers }: Pick<VipSettings, "tiers">): Tier | null {
  if (wish.kind === "any") return tiers[0] ?? null;
  const wanted = wish.name.trim().toLowerCase();
  return tiers.find(({ name, tag }) => [name, tag].some((known) => known.toLowerCase() === wanted)) ?? null;
}

/**
 * What becomes of a tier that an automation would give.
 *
 * @param asked.until The end of what would be given, exclusive.
 */
export function decideGift(
  {
    wish,
    until,
    held,
    manual,
  }: { wish: Wish; until: Date; held: Membership | null; manual: ManualTier | null },
  settings: Rules,
  now: Date,
): GiftDecision {
  if (!settings.isEnabled) return { kind: "off" };
  const own = settings.tiers.find(({ id }) => id === held?.tierId);
  if (wish.kind === "any" && own) return { kind: "had", tierName: own.name };
  const tier = tierOfWish(wish, settings);
  if (!tier) return { kind: "unknown", tierName: wish.kind === "tier" ? wish.name : "" };
  return standing({ tier, until, manual: manual && manual.until > now ? manual : null }, settings);
}

/** What there is to give, beside what was given by hand and is not over. */
function standing(
  { tier, until, manual }: { tier: Tier; until: Date; manual: ManualTier | null },
  { tiers }: Rules,
): GiftDecision {
  const given = tiers.find(({ id }) => id === manual?.tierId);
  if (!manual || !given || tiers.indexOf(given) < tiers.indexOf(tier)) return { kind: "give", tier };
  if (given.id !== tier.id) return { kind: "has-more", tierName: given.name };
  return manual.until >= until ? { kind: "had", tierName: tier.name } : { kind: "give", tier };
}
