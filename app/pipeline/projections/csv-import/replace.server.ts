import { addDays } from "~/kit/zone";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { deleteNameKeyedOrders } from "../orders/repository.server";
import { findNamesWithId, listNameKeyedOrders } from "./repository/known.server";

const PAGE = 500;

/**
 * Deletes orders known by their name only of which the order itself is there by its id: for loads that store orders
 * without looking at each. Aggregates have to be counted anew afterwards. Safe to repeat.
 */
export async function replaceNameKeyedOrders(db: RootDb, { shopId }: { shopId: string }): Promise<void> {
  for (let after = ""; ;) {
    const page = await listNameKeyedOrders(db, { shopId, after, limit: PAGE });
    const days = page.map(({ placedOn }) => placedOn).sort();
    const [first] = days;
    const last = days.at(-1);
    if (first === undefined || last === undefined) return;
    await inTransaction(
      db,
      async (tx) => {
        const names = await findNamesWithId(tx, {
          shopId,
          names: page.map(({ name }) => name),
          fromOn: addDays(first, -1),
          toOn: addDays(last, 1),
        });
        const replaced = page.filter(({ name }) => names.has(name));
        await deleteNameKeyedOrders(tx, { shopId, ids: replaced.map(({ id }) => id) });
      },
      { shopId },
    );
    after = page.at(-1)?.gid ?? "";
    if (page.length < PAGE) return;
  }
}
