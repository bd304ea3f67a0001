import type { MovedTable } from "~/pipeline/events/moved-table";

/** What the pipeline itself moves. */
const OF_THE_PIPELINE: readonly MovedTable[] = [
  { model: "Order", key: ["id"] },
  { model: "Checkout", key: ["id"] },
  { model: "CustomerTag", key: ["tagKey"], isCopied: true },
  { model: "DomainEvent", key: ["id"], jsonColumn: "payloadJson" },
  { model: "OutboxIntent", key: ["id"], jsonColumn: "payloadJson" },
];

/** Tables with a customer that no merge touches, and why. */
export const UNMOVED: Readonly<Record<string, string>> = {
  CustomerStats: "counted anew from the orders",
  CustomerMonth: "counted anew from the orders",
  CustomerTagChange: "belongs to the set of tags that the store no longer has; the kept one's is read again",
  ConsentChange: "consent was given for an address, and the kept customer has an address of their own",
  PointsMember: "counted anew from the lots of points",
  AccessLogEntry: "tells whose data staff looked at, then",
};

let tables: readonly MovedTable[] = OF_THE_PIPELINE;

/**
 * Makes the tables of features known; called once by the composition, and by tests.
 *
 * @throws Error when two contribute the same table.
 */
export function registerMovedTables(contributed: readonly MovedTable[]): void {
  const all = [...OF_THE_PIPELINE, ...contributed];
  const names = all.map(({ model }) => model);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`the rows of ${twice} would be moved twice by one merge`);
  tables = all;
}

/** All tables that a merge moves. */
export function movedTables(): readonly MovedTable[] {
  return tables;
}
