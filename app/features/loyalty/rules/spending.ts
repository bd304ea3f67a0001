import { expire } from "./ageing";
import type { Posting } from "./books";
import { payDebts } from "./debts";
import {
  emptyBalances,
  enter,
  getLot,
  type Ledger,
  type Lot,
  nextKey,
  type Owner,
  takeInOrder,
  transfer,
} from "./ledger";
import { endAfterDays } from "./terms";

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

export type Settlement = { redemptionId: string; parts: readonly Part[]; reason: string };

/** Why points come back: the store failed, the reward ran out unused, its owner gave it up, or the order that used it went. */
export type ReturnReason = "failed" | "over" | "cancelled" | "order-cancelled";

/** Where points go that come back with days of their own. */
export type Grace = { zone: string; newLotId: () => string };

type Return = { redemptionId: string; parts: readonly Part[]; reason: ReturnReason };

/**
 * Gives the points of a reward back to the lots they came from. Those whose lot is over meanwhile, or soon, get 30 days,
 * in a lot of their own: what was beside them ends when it did before. What was owed is paid first.
 *
 * Whoever gives a reward up while its points are still good gains no day, and nobody's points get the days twice by
 * leaving rewards unused: else they would never end.
 *
 * @returns where the points are now.
 */
export function giveBack(ledger: Ledger, { redemptionId, parts, reason }: Return, grace: Grace): Part[] {
  for (const { lotId } of parts) expire(ledger, lotId);
  const from = reason === "order-cancelled" ? "redeemed" : "held";
  const postings: Posting[] = [];
  const back = parts.map(({ lotId, points }): Part => {
    const lot = getLot(ledger, lotId);
    const least = endAfterDays(ledger.now, { days: GRACE_DAYS, zone: grace.zone });
    if (!getsGrace(lot, { least, reason, now: ledger.now })) {
      postings.push(...transfer(lot, [from, "available"], points));
      return { lotId, points };
    }
    const own = graceLot(lot, { id: grace.newLotId(), expiresAt: least });
    ledger.lots.set(own.id, own);
    postings.push(
      ...transfer(lot, [from, "settled"], points),
      ...transfer(own, ["settled", "available"], points),
    );
    return { lotId: own.id, points };
  });
  enterParts(ledger, { kind: "returned", redemptionId, parts, reason, postings });
  for (const { lotId } of back) payDebts(ledger, getLot(ledger, lotId));
  for (const { lotId } of back) expire(ledger, lotId);
  return back;
}

function getsGrace(
  { expiresAt, sourceKind }: Lot,
  { least, reason, now }: { least: Date; reason: ReturnReason; now: Date },
): boolean {
  if (expiresAt === null || expiresAt >= least) return false;
  if (reason === "failed" || reason === "order-cancelled") return true;
  return sourceKind !== "returned" && (reason === "over" || expiresAt <= now);
}

function graceLot(lot: Lot, { id, expiresAt }: { id: string; expiresAt: Date }): Lot {
  return {
    ...lot,
    ...{ id, expiresAt, sourceKind: "returned", sourceKey: `returned:${id}` },
    ...{ orderId: null, termsJson: "{}", pendingUntil: null },
    ...{ review: null, reviewJson: null, expiryToldAt: null },
    ...{ revision: 0, balances: emptyBalances() },
  };
}

/** The reward was used, or was money: its points are gone. */
export function spend(ledger: Ledger, settlement: Settlement): void {
  enterParts(ledger, { ...settlement, kind: "redeemed", postings: move(settlement, ["held", "redeemed"]) });
}

/** The order that used the reward was cancelled: it is open again. */
export function reopen(ledger: Ledger, settlement: Settlement): void {
  enterParts(ledger, { ...settlement, kind: "held", postings: move(settlement, ["redeemed", "held"]) });
}

function move({ parts }: Settlement, way: readonly ["held" | "redeemed", "held" | "redeemed"]): Posting[] {
  return parts.flatMap(({ lotId, points }) => transfer({ id: lotId }, way, points));
}

type Movement = Settlement & { kind: "returned" | "redeemed" | "held"; postings: readonly Posting[] };

function enterParts(ledger: Ledger, { kind, redemptionId, parts, reason, postings }: Movement): void {
  const [first] = parts;
  if (!first) return;
  enter(ledger, {
    kind,
    sourceKey: nextKey(getLot(ledger, first.lotId), kind),
    redemptionId,
    orderId: null,
    details: { points: pointsOf(parts), reason },
    postings,
  });
}

/**
 * A reward was used although its points had been given back, as when it is cancelled while somebody pays with it: they
 * are taken again of what is available, and what is missing is owed.
 *
 * @returns what was taken: where the points go should the order be cancelled.
 */
export function spendAgain(ledger: Ledger, { redemptionId, parts, reason }: Settlement): Part[] {
  const [first] = parts;
  if (!first) return [];
  const owner = getLot(ledger, first.lotId);
  const points = pointsOf(parts);
  const { parts: found, missing } = takeInOrder(ledger, owner, points);
  enter(ledger, {
    kind: "redeemed",
    sourceKey: nextKey(owner, "redeemed"),
    redemptionId,
    orderId: null,
    details: { points, short: missing, reason },
    postings: [
      ...found.flatMap(({ lot, points: part }) => transfer(lot, ["available", "redeemed"], part)),
      ...transfer(owner, ["debt", "redeemed"], missing),
    ],
  });
  const taken = found.map(({ lot, points: part }) => ({ lotId: lot.id, points: part }));
  return missing > 0 ? [...taken, { lotId: owner.id, points: missing }] : taken;
}

/** How many points a reward was given for. */
export function pointsOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { points }) => sum + points, 0);
}
