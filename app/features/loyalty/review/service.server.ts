import { inTransaction, type RootDb } from "~/platform/db.server";

import { listLotsById, listOpenLots } from "../ledger/repository.server";
import { saveLedger } from "../ledger/save.server";
import { decideReview, type Verdict } from "../rules/ageing";
import { ledgerOf } from "../rules/ledger";
import { findProgramme } from "../settings/active.server";

export type ReviewResult = { outcome: Verdict["verdict"] } | { outcome: "not-waiting" };

/** Releases an earning that waits for a person's look, or rejects it. Safe to repeat: then it is `not-waiting`. */
export function reviewLot(
  db: RootDb,
  {
    shopId,
    lotId,
    verdict,
    staffId,
    now,
  }: { shopId: string; lotId: string; verdict: Verdict["verdict"]; staffId: string | null; now: Date },
): Promise<ReviewResult> {
  return inTransaction(
    db,
    async (tx): Promise<ReviewResult> => {
      const programme = await findProgramme(tx, { shopId, now });
      const lots = await listLotsById(tx, { shopId, lotIds: [lotId] });
      if (!programme || lots.length === 0) return { outcome: "not-waiting" };
      const ledger = ledgerOf([...lots, ...(await listOpenLots(tx, { shopId, owners: lots }))], now);
      const policy = programme.settings.debtPolicy;
      if (decideReview(ledger, { lotId, verdict, staffId, policy }) === "not-waiting")
        return { outcome: "not-waiting" };
      await saveLedger(tx, ledger, { shopId, zone: programme.shop.ianaTimezone });
      return { outcome: verdict };
    },
    { shopId },
  );
}
