/** What can be read again by its id. */
export const REFETCH_RESOURCES = ["customers", "orders", "products"] as const;
export type RefetchResource = (typeof REFETCH_RESOURCES)[number];

/** What waits: `token` names the last request. */
export type WaitingRefetch = { resource: RefetchResource; gid: string; token: string; requestedAt: Date };

/**
 * The next call: the records of the kind that has waited longest, as many as fit. Empty when nothing waits.
 *
 * @param waiting Oldest first.
 */
export function nextBatch(
  waiting: readonly WaitingRefetch[],
  atOnce: Readonly<Record<RefetchResource, number>>,
): WaitingRefetch[] {
  const [first] = waiting;
  if (!first) return [];
  return waiting.filter(({ resource }) => resource === first.resource).slice(0, atOnce[first.resource]);
}

/** What the store did not give. `gone`: it is no more. `hidden`: it may only be out of our sight. */
export type MissingVerdict = "gone" | "hidden";

type Known = {
  /** Since when orders are shown; null = all are. */
  windowStartAt: Date | null;
  /** Of an order; null = not known. */
  placedAt: Date | null;
  /** Of a customer. */
  hasOrders: boolean;
};

/**
 * What it means that a record was not among those asked for.
 *
 * Without `read_all_orders` Shopify shows no orders before a window: such an order is not gone, nor is one whose date we
 * do not know. A customer with orders is deleted by nobody: they were merged into another, and into whom the news of it
 * tells, or the nightly comparison finds out.
 *
 */
export function judgeMissing(
  resource: RefetchResource,
  { windowStartAt, placedAt, hasOrders }: Known,
): MissingVerdict {
  if (resource === "customers") return hasOrders ? "hidden" : "gone";
  if (resource !== "orders" || windowStartAt === null) return "gone";
  return placedAt !== null && placedAt > windowStartAt ? "gone" : "hidden";
}
