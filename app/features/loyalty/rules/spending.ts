import { DAY_MS } from "~/kit/duration";

import { payDebts } from "./debts";
import {
  enter,
  getLot,
  type Ledger,
  lotsInOrder,
  nextKey,
  type Owner,
  spendable,
  takeInOrder,
  transfer,
} from "./ledger";

/** Points that a reward gives back are good for this long at least. */
const GRACE_DAYS = 30;

/** Whose points a reward is given for. */
export type Part = { lotId: string; points: number };

/** Puts points aside for a reward, those first that end soonest. Null, and nothing is changed, when there are too few. */
export function hold(
  ledger: Ledger,
  {
    owner,
    points,
    redemptionId,
    rewardId,
  }: { owner: Owner; points: number; redemptionId: string; rewardId: string },
): Part[] | null {
  const { parts, missing } = takeInOrder(ledger, owner, points);
  if (points <= 0 || missing > 0) return null;
  enter(ledger, {
    kind: "held",
    sourceKey: `held:${redemptionId}`,
    redemptionId,
    orderId: null,
    details: { points, rewardId },
    postings: parts.flatMap(({ lot, points: part }) => transfer(lot, ["available", "held"], part)),
  });
  return parts.map(({ lot, points: part }) => ({ lotId: lot.id, points: part }));
}

type Settlement = { redemptionId: string; parts: readonly Part[]; reason: string };

/**
 * Gives the points of a reward back: to the lots they came from. A lot that is over meanwhile, or soon, gets 30 days.
 * What was owed is paid first.
 */
export function giveBack(ledger: Ledger, { redemptionId, parts, reason }: Settlement): void {
  const least = new Date(ledger.now.getTime() + GRACE_DAYS * DAY_MS);
  for (const { lotId } of parts) {
    const lot = getLot(ledger, lotId);
    if (lot.expiresAt === null || lot.expiresAt >= least) continue;
    lot.expiresAt = least;
    lot.expiryToldAt = null;
  }
  enterParts(ledger, { kind: "returned", redemptionId, parts, reason, way: ["held", "available"] });
  for (const { lotId } of parts) payDebts(ledger, getLot(ledger, lotId));
}

/** The reward was used, or was money: its points are gone. */
export function spend(ledger: Ledger, { redemptionId, parts, reason }: Settlement): void {
  enterParts(ledger, { kind: "redeemed", redemptionId, parts, reason, way: ["held", "redeemed"] });
}

/** The order that used the reward was cancelled: it is open again. */
export function reopen(ledger: Ledger, { redemptionId, parts, reason }: Settlement): void {
  enterParts(ledger, { kind: "held", redemptionId, parts, reason, way: ["redeemed", "held"] });
}

type Movement = Settlement & {
  kind: "returned" | "redeemed" | "held";
  way: readonly ["held" | "redeemed", "held" | "available" | "redeemed"];
};

function enterParts(ledger: Ledger, { kind, redemptionId, parts, reason, way }: Movement): void {
  const [first] = parts;
  if (!first) return;
  enter(ledger, {
    kind,
    sourceKey: nextKey(getLot(ledger, first.lotId), kind),
    redemptionId,
    orderId: null,
    details: { points: pointsOf(parts), reason },
    postings: parts.flatMap(({ lotId, points }) => transfer({ id: lotId }, way, points)),
  });
}

/**
 * A reward was used although its points had been given back, as when it is cancelled while somebody pays with it: they
 * are taken again, from where they went, then from what else is available; what is missing is owed.
 */
export function spendAgain(ledger: Ledger, { redemptionId, parts, reason }: Settlement): void {
  const [first] = parts;
  if (!first) return;
  const owner = getLot(ledger, first.lotId);
  let left = pointsOf(parts);
  const postings = lotsInOrder(ledger, owner).flatMap((lot) => {
    const part = Math.min(left, spendable(lot, ledger.now));
    left -= part;
    return transfer(lot, ["available", "redeemed"], part);
  });
  postings.push(...transfer(owner, ["debt", "redeemed"], left));
  enter(ledger, {
    kind: "redeemed",
    sourceKey: nextKey(owner, "redeemed"),
    redemptionId,
    orderId: null,
    details: { points: pointsOf(parts), short: left, reason },
    postings,
  });
}

/** How many points a reward was given for. */
export function pointsOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { points }) => sum + points, 0);
}
