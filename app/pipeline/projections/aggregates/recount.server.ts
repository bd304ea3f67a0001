import { type Db, inTransaction, type RootDb, type Tx } from "~/platform/db.server";

import {
  AGGREGATE_TABLES,
  type AggregateRow,
  type AggregateTable,
  listRecounted,
  listStored,
  rebuildAggregates,
  refreshCustomers,
  refreshDays,
} from "./repository.server";

/** Brings the aggregates of what changed up to date, in the transaction of the change. */
export async function refreshAggregates(
  tx: Tx,
  { shopId, customerIds, days }: { shopId: string; customerIds: readonly string[]; days: readonly string[] },
): Promise<void> {
  await refreshCustomers(tx, { shopId, customerIds });
  await refreshDays(tx, { shopId, days });
}

/** Counts all aggregates of a shop anew from its orders, in one transaction. Safe to repeat. */
export function recountAggregates(db: RootDb, { shopId }: { shopId: string }): Promise<void> {
  return inTransaction(db, (tx) => rebuildAggregates(tx, { shopId }));
}

/** A row that is not what a count of the orders gives. Null: it is missing there. Values are JSON arrays. */
export type AggregateDifference = {
  table: AggregateTable;
  key: string;
  stored: string | null;
  recounted: string | null;
};

/** Compares the stored aggregates with a count of the raw orders by METRICS.md; empty when equal to the cent. */
export async function compareAggregates(
  db: Db,
  { shopId }: { shopId: string },
): Promise<AggregateDifference[]> {
  const differences: AggregateDifference[] = [];
  for (const table of AGGREGATE_TABLES) {
    const stored = byKey(await listStored(db, { shopId, table }));
    const recounted = byKey(await listRecounted(db, { shopId, table }));
    for (const key of new Set([...stored.keys(), ...recounted.keys()])) {
      const difference = {
        table,
        key,
        stored: stored.get(key) ?? null,
        recounted: recounted.get(key) ?? null,
      };
      if (difference.stored !== difference.recounted) differences.push(difference);
    }
  }
  return differences;
}

function byKey(rows: readonly AggregateRow[]): Map<string, string> {
  return new Map(rows.map(({ key, value }) => [key, value]));
}
