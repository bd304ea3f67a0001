import { payDebts } from "./debts";
import type { NewLot } from "./earning";
import {
  emptyBalances,
  enter,
  type Ledger,
  type Lot,
  nextKey,
  type Owner,
  takeInOrder,
  transfer,
} from "./ledger";

/** Gives points by hand: a lot of its own, available at once. */
export function give(
  ledger: Ledger,
  lot: NewLot,
  { points, staffId }: { points: number; staffId: string | null },
): Lot {
  const stored: Lot = { ...lot, balances: emptyBalances(), revision: 0, expiryToldAt: null };
  ledger.lots.set(lot.id, stored);
  enter(ledger, {
    kind: "adjusted",
    sourceKey: `adjusted:${lot.sourceKey}`,
    staffId,
    lotId: lot.id,
    details: { points },
    postings: transfer(stored, ["adjusted", "available"], points),
  });
  payDebts(ledger, stored);
  return stored;
}

/** Takes points by hand, those first that end soonest. @returns how many are missing; then nothing is changed. */
export function take(
  ledger: Ledger,
  owner: Owner,
  { points, staffId, sourceKey }: { points: number; staffId: string | null; sourceKey: string },
): number {
  const { parts, missing } = takeInOrder(ledger, owner, points);
  if (missing > 0) return missing;
  enter(ledger, {
    kind: "adjusted",
    sourceKey: `adjusted:${sourceKey}`,
    staffId,
    orderId: null,
    details: { points: -points },
    postings: parts.flatMap(({ lot, points: part }) => transfer(lot, ["available", "adjusted"], part)),
  });
  return 0;
}

/** Somebody is erased: what they had is nobody's, what they owed is not asked for any more. */
export function forfeit(ledger: Ledger, lot: Lot): void {
  const { pending, available, held, debt } = lot.balances;
  const postings = [
    ...transfer(lot, ["pending", "forfeited"], pending),
    ...transfer(lot, ["available", "forfeited"], available),
    ...transfer(lot, ["held", "forfeited"], held),
    ...transfer(lot, ["debt", "writtenOff"], debt),
  ];
  if (postings.length === 0) return;
  enter(ledger, {
    kind: "forfeited",
    sourceKey: nextKey(lot, "forfeited"),
    customerId: null,
    details: { points: pending + available + held + debt },
    postings,
  });
}

/** A lot goes to another owner: a guest's to the customer who turned up with the address, an order's with the order. */
export function claim(ledger: Ledger, lot: Lot, owner: Owner): void {
  const wasGuest = lot.customerId === null;
  if (lot.customerId !== null) ledger.left.add(lot.customerId);
  lot.customerId = owner.customerId;
  lot.guestKey = owner.guestKey;
  lot.revision += 1;
  ledger.touched.add(lot.id);
  enter(ledger, {
    kind: "claimed",
    sourceKey: `claimed:${lot.id}:${lot.revision}`,
    lotId: lot.id,
    customerId: owner.customerId,
    details: { points: lot.balances.pending + lot.balances.available, wasGuest },
    postings: [],
  });
  payDebts(ledger, lot);
}
