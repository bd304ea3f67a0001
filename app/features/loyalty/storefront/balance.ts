import { type Ledger, lotsInOrder, type Owner, spendable } from "../rules/ledger";
import { lastDayOf } from "../rules/terms";

/** Points that an owner can spend now. */
export function availableOf(ledger: Ledger, owner: Owner): number {
  return lotsInOrder(ledger, owner).reduce((sum, lot) => sum + spendable(lot, ledger.now), 0);
}

/** What ends next of it: all points with the same last day. */
export function nextExpiryOf(
  ledger: Ledger,
  owner: Owner,
  zone: string,
): { points: number; on: string } | null {
  const ending = lotsInOrder(ledger, owner).filter((lot) => lot.expiresAt && spendable(lot, ledger.now) > 0);
  const [first] = ending;
  if (!first?.expiresAt) return null;
  const on = lastDayOf(first.expiresAt, zone);
  const points = ending
    .filter(({ expiresAt }) => expiresAt !== null && lastDayOf(expiresAt, zone) === on)
    .reduce((sum, lot) => sum + spendable(lot, ledger.now), 0);
  return { points, on };
}
