import { DAY_MS } from "~/kit/duration";
import type { Db } from "~/platform/db.server";

import { BUDGET_LOOKBACK_MS } from "../budget/rules";
import { countBudgetUse } from "./repository.server";
import { readSendingSettings } from "./slot.server";

/**
 * Who of these customers has no place left in their budget at an instant, by what was sent to them and what waits: their
 * next message is moved. Told by the customer alone, not by the address they may share; to be shown, not decided by.
 */
export async function listOverBudget(
  db: Db,
  { shopId, customerIds, at }: { shopId: string; customerIds: readonly string[]; at: Date },
): Promise<Set<string>> {
  const { perDay, perWeek } = await readSendingSettings(db, { shopId });
  const sinceDay = new Date(at.getTime() - DAY_MS);
  const sinceWeek = new Date(at.getTime() - BUDGET_LOOKBACK_MS);
  const used = await countBudgetUse(db, { shopId, customerIds, sinceDay, sinceWeek });
  const over = used.filter(({ dayCount, weekCount }) => dayCount >= perDay || weekCount >= perWeek);
  return new Set(over.map(({ customerId }) => customerId));
}
