import type { Tx } from "./db.server";

const BEGIN = "SAVEPOINT attempt";
const UNDO = "ROLLBACK TO SAVEPOINT attempt";
const END = "RELEASE SAVEPOINT attempt";

/**
 * Runs work that may fail without taking the rest of the transaction with it: what it wrote is undone then.
 *
 * @returns what it threw; null when it did not. Throws itself when the transaction is past saving.
 */
export async function inSavepoint(tx: Tx, work: () => Promise<void>): Promise<{ error: unknown } | null> {
  await tx.$executeRawUnsafe(BEGIN);
  try {
    await work();
  } catch (error) {
    await tx.$executeRawUnsafe(UNDO);
    await tx.$executeRawUnsafe(END);
    return { error };
  }
  await tx.$executeRawUnsafe(END);
  return null;
}
