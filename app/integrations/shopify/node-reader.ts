import type { ChangeOutcome } from "./admin";

/** Records that can be read again by their ids. */
export type NodeKind = "customers" | "orders" | "products";

/** One record as the projections take it, with all its lines or variants. */
export type ReadNode = Record<string, unknown> & { id: string };

/** Reads records by their ids. */
export type NodeReader = {
  /**
   * Up to `NODES_AT_ONCE` records of one kind in one call, and further ones for what does not fit a page.
   *
   * @returns the records that are there; an id that is not among them is gone, or not for our eyes.
   */
  readNodes: (kind: NodeKind, gids: readonly string[]) => Promise<ChangeOutcome<ReadNode[]>>;
};

/**
 * How many ids one document may carry: it may cost 1,000 points at most (FACTS 3), which is half of the bucket of the
 * smallest plan, and background work takes no more than that half. tests/contracts/identity.test.ts counts.
 */
export const NODES_AT_ONCE: Readonly<Record<NodeKind, number>> = { customers: 200, orders: 25, products: 50 };
