import { payDebts } from "./debts";
import { correct, type DebtPolicy } from "./earning";
import { enter, getLot, type Ledger, nextKey, type Review, transfer } from "./ledger";

/** Makes a lot's pending points available when its days are over and nobody has to look at it. Safe to repeat. */
export function mature(ledger: Ledger, lotId: string): void {
  const lot = getLot(ledger, lotId);
  const { pending } = lot.balances;
  const isDue = lot.pendingUntil === null || lot.pendingUntil <= ledger.now;
  if (pending === 0 || !isDue || lot.review === "waiting") return;
  enter(ledger, {
    kind: "matured",
    sourceKey: nextKey(lot, "matured"),
    details: { points: pending },
    postings: transfer(lot, ["pending", "available"], pending),
  });
  payDebts(ledger, lot);
}

/** Ends a lot's available points when its time is over. What is held stays so. Safe to repeat. */
export function expire(ledger: Ledger, lotId: string): void {
  const lot = getLot(ledger, lotId);
  const { available } = lot.balances;
  if (available === 0 || lot.expiresAt === null || lot.expiresAt > ledger.now) return;
  enter(ledger, {
    kind: "expired",
    sourceKey: nextKey(lot, "expired"),
    details: { points: available },
    postings: transfer(lot, ["available", "expired"], available),
  });
}

/** Somebody has looked at a lot that seemed odd. Rejected, its points go; they do not come back with the order. */
export function decideReview(
  ledger: Ledger,
  { lotId, verdict, staffId, policy }: Verdict,
): "decided" | "not-waiting" {
  const lot = getLot(ledger, lotId);
  if (lot.review !== "waiting") return "not-waiting";
  lot.review = verdict;
  const kind = verdict === "released" ? "released" : "rejected";
  enter(ledger, { kind, sourceKey: nextKey(lot, kind), postings: [], lotId, staffId });
  lot.revision += 1;
  ledger.touched.add(lotId);
  if (verdict === "released") mature(ledger, lotId);
  else correct(ledger, { lotId, points: 0, policy, details: { reason: "rejected" } });
  return "decided";
}

export type Verdict = {
  lotId: string;
  verdict: Exclude<Review, "waiting">;
  staffId: string | null;
  policy: DebtPolicy;
};
