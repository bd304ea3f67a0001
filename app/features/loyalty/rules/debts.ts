import {
  enter,
  getLot,
  type Ledger,
  lotsInOrder,
  type Lot,
  nextKey,
  type Owner,
  takeInOrder,
  transfer,
} from "./ledger";

/** What an owner owes, zero or above. */
export function debtOf(ledger: Ledger, owner: Owner): number {
  return lotsInOrder(ledger, owner).reduce((sum, { balances }) => sum - balances.debt, 0);
}

/** Pays what an owner owes out of what they have available, the oldest debt first. Safe to repeat. */
export function payDebts(ledger: Ledger, owner: Owner): void {
  for (const debtor of lotsInOrder(ledger, owner)) {
    if (debtor.balances.debt === 0) continue;
    for (const { lot, points } of takeInOrder(ledger, owner, -debtor.balances.debt).parts)
      pay(ledger, { debtor, payer: lot, points });
  }
}

function pay(ledger: Ledger, { debtor, payer, points }: { debtor: Lot; payer: Lot; points: number }): void {
  enter(ledger, {
    kind: "debt-paid",
    sourceKey: nextKey(getLot(ledger, payer.id), "debt-paid"),
    customerId: payer.customerId,
    orderId: debtor.orderId,
    lotId: payer.id,
    details: { points, debtLotId: debtor.id },
    postings: [
      ...transfer(payer, ["available", "settled"], points),
      ...transfer(debtor, ["settled", "debt"], points),
    ],
  });
}
