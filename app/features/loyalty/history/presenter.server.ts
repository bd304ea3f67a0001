import type { Db } from "~/platform/db.server";

import type { HistoryLine } from "../schema";
import { listEntrySums } from "./repository.server";
import { historyKindOf } from "./rules";

const LOOKED_THROUGH = 60;
const SHOWN = 20;

/** What moved a member's points lately, the newest first. What only changed from pending to available moved nothing. */
export async function presentHistory(
  db: Db,
  one: { shopId: string; customerId: string },
): Promise<HistoryLine[]> {
  const entries = await listEntrySums(db, { ...one, limit: LOOKED_THROUGH });
  return entries
    .filter(({ points }) => points !== 0)
    .slice(0, SHOWN)
    .map(({ kind, at, points }) => ({ at: at.toISOString(), kind: historyKindOf(kind), points }));
}
