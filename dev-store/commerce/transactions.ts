import type { Order, Transaction } from "../state/model";
import type { Store } from "../state/store";
import { tell } from "./action";

type Statuses = ReadonlyMap<number, Transaction["status"]>;

/** What became of each payment of an order so far, by id. */
export function statusesOf(order: Order): Statuses {
  return new Map(order.transactions.map(({ id, status }) => [id, status]));
}

/**
 * Raises order_transactions/create for the payments that are new or came out otherwise since `known`. Those that are
 * pending are not told, as in Shopify.
 */
export function tellTransactions(store: Store, order: Order, known: Statuses): void {
  for (const transaction of order.transactions) {
    const { id, status } = transaction;
    if (status !== "PENDING" && known.get(id) !== status)
      tell(store, "order_transactions/create", { order, transaction });
  }
}
