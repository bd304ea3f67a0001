import { DAY_MS } from "~/kit/duration";

import type { Tier, VipSettings } from "../schema";

/*
 * Where a customer stands. A tier is carried by the facts (what they bought), or by hand (the staff gave it), or by
 * neither any more: then it is kept for the days of grace.
 *
 *   none ──facts or hand──▶ carried ──facts fall──▶ kept (fellAt, endsAt) ──endsAt──▶ whatever the facts carry
 *                              ▲                      │
 *                              └───── facts are back ─┘
 *
 * A higher tier is given at once. One given by hand ends at its own end, without grace. While the programme is off
 * nobody has a tier; a tier that no longer exists is left at once. `noticeDays` before `endsAt` the end is announced,
 * once for each `endsAt`.
 */

/** As stored; no membership: `null`. */
export type Membership = {
  tierId: string;
  carriedBy: "facts" | "manual";
  fellAt: Date | null;
  endsAt: Date | null;
  noticedAt: Date | null;
};

/** A tier given by hand, until an instant (exclusive). */
export type ManualTier = { tierId: string; until: Date; givenAt: Date };

export type Standing = Omit<Membership, "tierId"> & {
  tier: Tier | null;
  /** The end is to be announced now. */
  isNoticeDue: boolean;
  /** When somebody has to look again; null: nothing comes by itself. */
  nextAt: Date | null;
};

const NONE: Standing = {
  tier: null,
  carriedBy: "facts",
  fellAt: null,
  endsAt: null,
  noticedAt: null,
  isNoticeDue: false,
  nextAt: null,
};

type Rules = Pick<VipSettings, "isEnabled" | "tiers" | "graceDays" | "noticeDays">;

/**
 * The standing that follows from the one a customer has.
 *
 * @param earned What the facts carry (`decideTier`).
 */
export function decideStanding(
  { held, earned, manual }: { held: Membership | null; earned: Tier | null; manual: ManualTier | null },
  settings: Rules,
  now: Date,
): Standing {
  if (!settings.isEnabled) return NONE;
  const { tiers } = settings;
  const rankOf = (tier: Tier | null) => (tier ? tiers.indexOf(tier) : -1);
  const given = givenTier(manual, settings, now);
  const carried = rankOf(given) > rankOf(earned) ? given : earned;
  const kept = tiers.find(({ id }) => id === held?.tierId) ?? null;
  const isFallen = held?.carriedBy === "facts" && rankOf(kept) > rankOf(carried);
  const grace = isFallen && kept ? graceOf({ held, kept }, settings, now) : null;
  if (grace) return grace;
  if (!manual || !carried || carried === earned) return { ...NONE, tier: carried };
  const { until: endsAt, givenAt: begunAt } = manual;
  return withNotice({ tier: carried, carriedBy: "manual", fellAt: null, endsAt, begunAt }, held, {
    settings,
    now,
  });
}

function givenTier(manual: ManualTier | null, { tiers }: Rules, now: Date): Tier | null {
  if (!manual || now >= manual.until) return null;
  return tiers.find(({ id }) => id === manual.tierId) ?? null;
}

/** The tier as it is kept; null when the days of grace are over. */
function graceOf(
  { held, kept }: { held: Membership; kept: Tier },
  settings: Rules,
  now: Date,
): Standing | null {
  const fellAt = held.fellAt ?? now;
  const endsAt = new Date(fellAt.getTime() + settings.graceDays * DAY_MS);
  if (now >= endsAt) return null;
  return withNotice({ tier: kept, carriedBy: "facts", fellAt, endsAt, begunAt: fellAt }, held, {
    settings,
    now,
  });
}

type Ending = Pick<Standing, "carriedBy" | "fellAt"> & { tier: Tier; endsAt: Date; begunAt: Date };

/** What ends sooner than its notice would come is not announced: whoever began it told of the end. */
function withNotice(
  { begunAt, ...ending }: Ending,
  held: Membership | null,
  { settings: { noticeDays }, now }: { settings: Rules; now: Date },
): Standing {
  const { endsAt, tier } = ending;
  const noticeAt = new Date(endsAt.getTime() - noticeDays * DAY_MS);
  const isSame = held?.tierId === tier.id && held.endsAt?.getTime() === endsAt.getTime();
  const noticedAt = (isSame && held?.noticedAt) || null;
  const isAnnounced = noticeDays > 0 && noticedAt === null && noticeAt >= begunAt;
  if (!isAnnounced) return { ...ending, noticedAt, isNoticeDue: false, nextAt: endsAt };
  const isNoticeDue = now >= noticeAt;
  return {
    ...ending,
    noticedAt: isNoticeDue ? now : null,
    isNoticeDue,
    nextAt: isNoticeDue ? endsAt : noticeAt,
  };
}

/** Whether what is stored says the same as what follows. */
export function isSettled(held: Membership | null, next: Standing): boolean {
  if (!held) return next.tier === null;
  const isSame = (a: Date | null, b: Date | null) => a?.getTime() === b?.getTime();
  return (
    held.tierId === next.tier?.id &&
    held.carriedBy === next.carriedBy &&
    isSame(held.fellAt, next.fellAt) &&
    isSame(held.endsAt, next.endsAt) &&
    isSame(held.noticedAt, next.noticedAt)
  );
}

/** Why a customer came where they are. */
export type MoveReason = "earned" | "given" | "facts" | "given-ended" | "tier-removed" | "programme-off";

/** The reason of a move from `held` to where `next` says. */
export function reasonOfMove(
  held: Membership | null,
  next: Standing,
  { isEnabled, tiers }: Pick<VipSettings, "isEnabled" | "tiers">,
): MoveReason {
  if (!isEnabled) return "programme-off";
  const rankOf = (id: string | undefined) => tiers.findIndex((tier) => tier.id === id);
  if (held && rankOf(held.tierId) < 0) return "tier-removed";
  if (rankOf(next.tier?.id) > rankOf(held?.tierId)) return next.carriedBy === "manual" ? "given" : "earned";
  return held?.carriedBy === "manual" ? "given-ended" : "facts";
}
