import { type Db, toMinor } from "~/platform/db.server";

import type { BudgetShare } from "../rules/budget";

/** The budget of the whole shop; those of flows and campaigns have a name. */
export const SHOP_BUDGET = "";

type Key = { shopId: string; month: string; budgetKey: string };

/** What a budget has reserved and spent. No row = nothing. */
export async function findBudget(db: Db, { shopId, month, budgetKey }: Key): Promise<BudgetShare> {
  const row = await db.incentiveBudget.findFirst({ where: { shopId, month, budgetKey } });
  return {
    reservedMinor: row ? toMinor(row.reservedMinor) : 0,
    spentMinor: row ? toMinor(row.spentMinor) : 0,
  };
}

/** Adds to a budget; negative takes back. */
export async function addToBudget(
  db: Db,
  { shopId, month, budgetKey, reservedMinor, spentMinor }: Key & BudgetShare,
): Promise<void> {
  await db.incentiveBudget.upsert({
    where: { shopId_month_budgetKey: { shopId, month, budgetKey } },
    create: { shopId, month, budgetKey, reservedMinor, spentMinor },
    update: { reservedMinor: { increment: reservedMinor }, spentMinor: { increment: spentMinor } },
  });
}
