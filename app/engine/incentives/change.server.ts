import type { Tx } from "~/platform/db.server";

import { addToBudget, SHOP_BUDGET } from "./budget/repository.server";
import { claimCode, type CodeChange, type IssuedCodeRow } from "./repository.server";
import { budgetShareOf, differenceOf } from "./rules/budget";

/** A promise that begins weighs on its budgets; `code` is as it was just stored. */
export async function reserve(tx: Tx, code: IssuedCodeRow): Promise<void> {
  await weigh(tx, code, budgetShareOf(code));
}

/**
 * Changes a code and what it weighs on its budgets.
 *
 * The one way a state is changed: so budgets always equal a recount of the codes.
 *
 * @returns false when the code is no longer in the state it was read in; nothing is changed then.
 */
export async function changeCode(tx: Tx, code: IssuedCodeRow, change: CodeChange): Promise<boolean> {
  const { shopId, id: codeId, state: from } = code;
  if (!(await claimCode(tx, { shopId, codeId, from, change }))) return false;
  const after = { ...code, ...change };
  const isSameBudget = after.budgetKey === code.budgetKey && after.budgetMonth === code.budgetMonth;
  if (isSameBudget) {
    await weigh(tx, after, differenceOf(budgetShareOf(code), budgetShareOf(after)));
  } else {
    await weigh(tx, code, differenceOf(budgetShareOf(code), NOTHING));
    await weigh(tx, after, budgetShareOf(after));
  }
  return true;
}

const NOTHING = { reservedMinor: 0, spentMinor: 0 };

async function weigh(
  tx: Tx,
  { shopId, budgetMonth: month, budgetKey }: Pick<IssuedCodeRow, "shopId" | "budgetMonth" | "budgetKey">,
  share: { reservedMinor: number; spentMinor: number },
): Promise<void> {
  if (share.reservedMinor === 0 && share.spentMinor === 0) return;
  await addToBudget(tx, { shopId, month, budgetKey: SHOP_BUDGET, ...share });
  if (budgetKey !== SHOP_BUDGET) await addToBudget(tx, { shopId, month, budgetKey, ...share });
}
