import type { Tx } from "./db.server";

/**
 * Runs work that may fail without taking the rest of the transaction with it: what it wrote is undone then.
 *
 * @returns what it threw; null when it did not. Throws itself when the transaction is past saving.
 */
export async function inSavepoint(tx: Tx, work: () => Promise<void>): Promise<{ error: unknown } | null> {
  await tx.$executeRawUnsafe("SAVEPOINT attempt");
  try {
    await work();
  } catch (error) {
    await tx.$executeRawUnsafe("ROLLBACK TO SAVEPOINT attempt");
    await tx.$executeRawUnsafe("RELEASE SAVEPOINT attempt");
    return { error };
  }
  await tx.$executeRawUnsafe("RELEASE SAVEPOINT attempt");
  return null;
}
