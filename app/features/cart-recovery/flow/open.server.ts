import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { findLeftCheckout } from "../facts/repository.server";
import { considerCheckout } from "../jobs.server";
import {
  deleteWaiting,
  findRecoveryByCheckout,
  insertRecovery,
  postponeRecovery,
  reopenRecovery,
} from "../repository.server";
import { dueAtOf, isStale, REOPENABLE } from "../rules";

import { readRecoverySettings } from "./settings.server";

/**
 * Begins to watch a checkout, or watches it longer, after the shopper did something.
 *
 * Safe to repeat: one recovery per checkout, and due times only move forward.
 */
export async function watchCheckout(
  tx: Tx,
  { shopId, checkoutId, now }: { shopId: string; checkoutId: string; now: Date },
): Promise<void> {
  const settings = await readRecoverySettings(tx, { shopId });
  const facts = await findLeftCheckout(tx, { shopId, checkoutId, now });
  if (!settings.enabled || !facts?.email || !facts.isShopInstalled) return;
  if (facts.isCompleted) return;
  // History of a backfill, or a queue that stood still for days: nothing to write about.
  if (isStale(facts.activeAt, now)) return;

  const dueAt = dueAtOf(facts.activeAt, settings);
  const { customerId } = facts;
  const existing = await findRecoveryByCheckout(tx, { shopId, checkoutId });
  if (!existing) await insertRecovery(tx, { id: newId(), shopId, checkoutId, customerId, dueAt, now });
  else if (existing.state === "waiting")
    await postponeRecovery(tx, { shopId, checkoutId, customerId, dueAt, now });
  else if (!(await reopenRecovery(tx, { shopId, checkoutId, customerId, reasons: REOPENABLE, dueAt, now })))
    return;
  await enqueueJob(tx, considerCheckout, {
    payload: { shopId, checkoutId },
    shopId,
    now,
    runAt: dueAt,
    dedupeKey: checkoutId,
  });
}

/** A checkout that was bought while we waited was never left: there is nothing to tell about it. */
export async function forgetBought(tx: Tx, key: { shopId: string; checkoutId: string }): Promise<void> {
  await deleteWaiting(tx, key);
}
