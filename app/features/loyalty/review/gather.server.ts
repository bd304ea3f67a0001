import { DAY_MS } from "~/kit/duration";
import type { Tx } from "~/platform/db.server";

import { isSameOwner, type Ledger, type Owner } from "../rules/ledger";
import { givenBy } from "../rules/earning";
import type { LoyaltySettings } from "../settings/schema";
import { listLatestEarnings, listRecentEarnings } from "./repository.server";
import { findOddness, type Oddness } from "./rules";

export type OddnessOf = (owner: Owner, points: number) => Oddness | null;

/** Tells what is odd about earnings of these owners, counting those of the ledger at hand. */
export async function gatherOddness(
  tx: Tx,
  {
    shopId,
    owners,
    settings,
    ledger,
  }: { shopId: string; owners: readonly Owner[]; settings: LoyaltySettings; ledger: Ledger },
): Promise<OddnessOf> {
  const { velocity, outlierTimes } = settings;
  const since = new Date(ledger.now.getTime() - DAY_MS);
  const isWatched = velocity.pointsPerDay !== null || velocity.earningsPerDay !== null;
  const recent = isWatched ? await listRecentEarnings(tx, { shopId, owners, since }) : [];
  const others = outlierTimes === null ? [] : await listLatestEarnings(tx, { shopId });
  const stored = new Set(recent.map(({ id }) => id));
  return (owner, points) => {
    const fresh = [...ledger.lots.values()].filter(
      (lot) => lot.earnedAt > since && lot.sourceKind !== "manual" && !stored.has(lot.id),
    );
    const theirs = [...recent, ...fresh.map((lot) => ({ ...lot, points: givenBy(lot) }))].filter((lot) =>
      isSameOwner(owner, lot),
    );
    const recentPoints = theirs.reduce((sum, lot) => sum + lot.points, 0);
    return findOddness(points, { recentPoints, recentCount: theirs.length, others }, settings);
  };
}
