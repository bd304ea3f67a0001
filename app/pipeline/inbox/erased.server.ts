import type { Tx } from "~/platform/db.server";
import { keysIn } from "~/platform/privacy/named";
import { hasErased, listErased } from "~/shops/erased/repository.server";

import { emptyDeliveries, type StoredDelivery } from "./repository.server";

/** What only names a person until the erasure: the same mail address may belong to a customer again. */
const isContact = (key: string) => key.startsWith("email:") || key.startsWith("phone:");

/**
 * Takes the bodies of settled deliveries that are about people who were erased: a late one must not keep what they
 * asked to be forgotten. Safe to repeat.
 */
export async function emptyDeliveriesOfErased(
  tx: Tx,
  { shopId, deliveries }: { shopId: string; deliveries: readonly StoredDelivery[] },
): Promise<void> {
  if (!(await hasErased(tx, { shopId }))) return;
  const named = deliveries.map((delivery) => ({ delivery, keys: [...keysIn(delivery.body)] }));
  const all = new Set(named.flatMap(({ keys }) => keys));
  const erased = await listErased(tx, { shopId, keys: [...all] });
  if (erased.size === 0) return;
  const deliveryIds = named
    .filter(({ delivery, keys }) => keys.some((key) => isAbout(erased.get(key), { key, delivery })))
    .map(({ delivery }) => delivery.deliveryId);
  await emptyDeliveries(tx, { shopId, deliveryIds });
}

function isAbout(
  erasedAt: Date | undefined,
  { key, delivery }: { key: string; delivery: StoredDelivery },
): boolean {
  if (!erasedAt) return false;
  return !isContact(key) || delivery.triggeredAt <= erasedAt;
}
