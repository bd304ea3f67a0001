import { AsyncLocalStorage } from "node:async_hooks";

import type { TransactionSlot } from "./driver";

const beginning = new AsyncLocalStorage<TransactionSlot>();
const inside = new AsyncLocalStorage<{ isOpen: boolean }>();

/** Runs `begin`, which begins a transaction through Prisma: the driver leaves the transaction in `slot`. */
export function beginIn<T>(slot: TransactionSlot, begin: () => Promise<T>): Promise<T> {
  return beginning.run(slot, begin);
}

/** Called by drivers with each transaction they began. */
export function leaveInSlot(transaction: unknown): void {
  const slot = beginning.getStore();
  if (slot) slot.transaction = transaction;
}

/** Whether the transaction that is begun may be lost when the machine crashes. */
export function mayBeLost(): boolean {
  return beginning.getStore()?.mayBeLost ?? false;
}

/** Runs the work of a transaction so that a write past it is an error, not a wait for itself. */
export async function markTransaction<T>(work: () => Promise<T>): Promise<T> {
  const mark = { isOpen: true };
  try {
    // Awaited inside: Prisma's promises begin their work only then.
    return await inside.run(mark, async () => await work());
  } finally {
    mark.isOpen = false;
  }
}

/** @throws Error inside the work of a transaction. */
export function refuseInsideTransaction(): void {
  if (inside.getStore()?.isOpen) {
    throw new Error(
      "a write or a transaction was begun on the root client inside a transaction: use its `tx`",
    );
  }
}
