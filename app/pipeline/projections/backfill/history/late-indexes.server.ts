import type { RootDb } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";

import {
  createLateIndexes,
  dropLateIndexes,
  hasOrdersOfAllShops,
  isAnyLoadingOfAllShops,
} from "./indexes/repository.server";

/** Below this it is not worth it. */
const LEAST_ORDERS = 50_000;
/** Of the orders that come, how many may be there already for the table to count as new. */
const MOST_KNOWN = 0.05;

/**
 * Runs a load, with the indexes built after it when the table of orders is as good as empty before it.
 *
 * Rows that go into seven indexes at random places write most pages of them with every batch: that takes thrice as long
 * as building them of all rows. Until then queries by customer, day or token read the whole table; who installs the app
 * sees nothing yet anyway. Where other shops have their orders, indexes stay.
 *
 * After a crash they are built by the next run of the load, or by the hourly sweep.
 */
export async function withLateIndexes<T>(
  db: RootDb,
  { expectedCount }: { expectedCount: number },
  work: () => Promise<T>,
): Promise<T> {
  if (expectedCount < LEAST_ORDERS) return work();
  const isUsed = await hasOrdersOfAllShops(db, Math.ceil(expectedCount * MOST_KNOWN));
  if (!isUsed) await dropLateIndexes(db);
  try {
    return await work();
  } finally {
    const startedAt = Date.now();
    await createLateIndexes(db);
    logger.info({ ms: Date.now() - startedAt }, "indexes built");
  }
}

/** Builds what a load that was killed left without, once no load is at it. Safe to repeat. */
export async function mendLateIndexes(db: RootDb): Promise<void> {
  if (await isAnyLoadingOfAllShops(db)) return;
  await createLateIndexes(db);
}
