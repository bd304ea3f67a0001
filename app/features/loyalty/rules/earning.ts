import { payDebts } from "./debts";
import {
  emptyBalances,
  enter,
  type EntryDetails,
  getLot,
  type Ledger,
  type Lot,
  lotsInOrder,
  nextKey,
  spendable,
  transfer,
} from "./ledger";

export type NewLot = Omit<Lot, "balances" | "revision" | "expiryToldAt">;

/** `debt`: what was spent already is owed, and paid by the next points. `cap`: nobody falls below zero; the loss is noted. */
export type DebtPolicy = "debt" | "cap";

/**
 * Gives somebody a lot of points; pending while it has days to wait, or a person has to look at it.
 *
 * @throws RangeError for less than no points.
 */
export function earn(
  ledger: Ledger,
  lot: NewLot,
  { points, details = {} }: { points: number; details?: EntryDetails },
): Lot {
  if (points < 0) throw new RangeError(`expected points to give, got ${points}`);
  const stored: Lot = { ...lot, balances: emptyBalances(), revision: 0, expiryToldAt: null };
  ledger.lots.set(lot.id, stored);
  const book = isWaiting(stored, ledger.now) ? "pending" : "available";
  enter(ledger, {
    kind: "earned",
    sourceKey: `earned:${lot.sourceKey}`,
    details: { points, sourceKind: lot.sourceKind, ...details },
    postings: transfer(stored, ["issued", book], points),
    lotId: lot.id,
  });
  ledger.touched.add(lot.id);
  payDebts(ledger, stored);
  return stored;
}

function isWaiting(lot: Pick<Lot, "pendingUntil" | "review">, now: Date): boolean {
  return lot.review === "waiting" || (lot.pendingUntil !== null && lot.pendingUntil > now);
}

/** What a lot has given by now: issued, less what was taken back. */
export function givenBy({ balances }: Pick<Lot, "balances">): number {
  return 0 - balances.issued - balances.clawedBack;
}

/**
 * Brings a lot to the points that its source is worth now: the difference is given, or taken back.
 *
 * Taken back is what is pending of it, what is available, what ran out unused; then what else the owner has available;
 * what is missing then is a debt or, as the policy says, a loss. A repeat finds no difference.
 */
export function correct(
  ledger: Ledger,
  { lotId, points, policy, details = {} }: Correction,
): "unchanged" | "corrected" | "clawed-back" {
  const lot = getLot(ledger, lotId);
  const difference = points - givenBy(lot);
  if (difference === 0) return "unchanged";
  if (difference < 0) {
    clawBack(ledger, lot, { points: -difference, policy, details });
    return "clawed-back";
  }
  const book = isWaiting(lot, ledger.now) ? "pending" : "available";
  enter(ledger, {
    kind: "corrected",
    sourceKey: nextKey(lot, "corrected"),
    details: { points: difference, ...details },
    postings: transfer(lot, ["issued", book], difference),
  });
  payDebts(ledger, lot);
  return "corrected";
}

export type Correction = { lotId: string; points: number; policy: DebtPolicy; details?: EntryDetails };

type Claw = { points: number; policy: DebtPolicy; details: EntryDetails };

function clawBack(ledger: Ledger, lot: Lot, { points, policy, details }: Claw): void {
  let left = points;
  const take = (from: number) => {
    const part = Math.min(left, from);
    left -= part;
    return part;
  };
  const postings = (["pending", "available", "expired"] as const).flatMap((book) =>
    transfer(lot, [book, "clawedBack"], take(lot.balances[book])),
  );
  for (const other of lotsInOrder(ledger, lot)) {
    if (other.id === lot.id) continue;
    const part = take(spendable(other, ledger.now));
    postings.push(...transfer(other, ["available", "settled"], part));
    postings.push(...transfer(lot, ["settled", "clawedBack"], part));
  }
  const short = left;
  postings.push(...transfer(lot, [policy === "debt" ? "debt" : "writtenOff", "clawedBack"], short));
  enter(ledger, {
    kind: "clawed-back",
    sourceKey: nextKey(lot, "clawed-back"),
    customerId: lot.customerId,
    orderId: lot.orderId,
    lotId: lot.id,
    details: { points, short, policy, ...details },
    postings,
  });
}
