import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";

import {
  buyerCountDeltas,
  cohortDeltas,
  deltasOf,
  type MonthTotals,
  type OrderStep,
  totalsOf,
} from "./deltas";
import {
  addToCohorts,
  addToDays,
  deleteTotals,
  listCustomerDays,
  listStoredMonths,
  rebuildAggregates,
  refreshDays,
  saveTotals,
} from "./repository.server";

export { type AggregateDifference, compareAggregates } from "./queries.server";

/**
 * Brings the aggregates up to date with orders that changed, in the transaction that stored them.
 *
 * Customers are counted from their orders; days and cohorts by what changed, so that a day with a hundred thousand
 * orders costs no more than a quiet one. The transaction must keep the shop's other writers out.
 */
export async function applyOrderSteps(
  tx: Tx,
  { shopId, steps }: { shopId: string; steps: readonly OrderStep[] },
): Promise<void> {
  const { days, buyers, customerIds } = deltasOf(steps);
  const customerDays = customerIds.length > 0 ? await recountCustomers(tx, { shopId, customerIds }) : [];
  const buyerDeltas = buyerCountDeltas(buyers, customerDays);
  const changes = days.map((day) => ({ ...day, buyerCount: buyerDeltas.get(day.day) ?? 0 }));
  await addToDays(tx, { shopId, changes });
}

/** Counts customers and days anew, with the cohorts, in the transaction of the change: for what is no change of orders. */
export async function refreshAggregates(
  tx: Tx,
  { shopId, customerIds, days }: { shopId: string; customerIds: readonly string[]; days: readonly string[] },
): Promise<void> {
  if (customerIds.length > 0) await recountCustomers(tx, { shopId, customerIds });
  await refreshDays(tx, { shopId, days });
}

async function recountCustomers(tx: Tx, scope: { shopId: string; customerIds: readonly string[] }) {
  const { shopId } = scope;
  const before = await listStoredMonths(tx, scope);
  const customerDays = await listCustomerDays(tx, scope);
  const { customers, months } = totalsOf(customerDays);
  const cohortOf = new Map(customers.map(({ customerId, firstOrderMonth }) => [customerId, firstOrderMonth]));
  await saveTotals(tx, { shopId, customers, months });
  await deleteTotals(tx, {
    shopId,
    customerIds: [...before.cohortOf.keys()].filter((id) => !cohortOf.has(id)),
    months: goneMonths(before.months, months),
  });
  await addToCohorts(tx, { shopId, deltas: cohortDeltas(before, { cohortOf, months }) });
  return customerDays;
}

function goneMonths(before: readonly MonthTotals[], after: readonly MonthTotals[]): MonthTotals[] {
  const kept = new Set(after.map(({ customerId, month }) => `${customerId} ${month}`));
  return before.filter(({ customerId, month }) => !kept.has(`${customerId} ${month}`));
}

/** Counts all aggregates of a shop anew from its orders, in one transaction. Safe to repeat. */
export function recountAggregates(db: RootDb, { shopId }: { shopId: string }): Promise<void> {
  return inTransaction(db, (tx) => rebuildAggregates(tx, { shopId }), { shopId });
}
