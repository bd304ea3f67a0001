import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { readProgramme } from "../programme.server";
import { findCodeOfOrder, findReferralOfOrder, insertReferral, type ReferralRow } from "../repository.server";
import { readContacts } from "./contacts-intent.server";

/**
 * The referral of an order, made when the order came with a referral code while the programme was on; null when it is
 * none. Safe to repeat: one per order.
 */
export async function recordReferral(
  tx: Tx,
  { shopId, orderId, now }: { shopId: string; orderId: string; now: Date },
): Promise<ReferralRow | null> {
  const known = await findReferralOfOrder(tx, { shopId, orderId });
  if (known) return known;
  const code = await findCodeOfOrder(tx, { shopId, orderId });
  const { isEnabled, reward, validDays } = await readProgramme(tx, { shopId });
  if (!code || !isEnabled) return null;
  const referral = await insertReferral(tx, {
    ...{ id: newId(), shopId, customerId: code.customerId, orderId, sharedCodeId: code.id, now },
    promise: { reward, validDays },
  });
  await enqueueIntent(tx, readContacts, {
    ...{ shopId, customerId: code.customerId, payload: { referralId: referral.id }, now },
    dedupeKey: `referral-contacts:${referral.id}`,
  });
  return referral;
}
