import { HOUR_MS } from "~/kit/duration";
import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";

import { readDiscounts } from "./intents.server";

/** Has the shop's discounts read, at most once an hour. */
export async function requestReading(tx: Tx, { shopId, now }: { shopId: string; now: Date }): Promise<void> {
  await enqueueIntent(tx, readDiscounts, {
    shopId,
    dedupeKey: `read-discounts:${Math.floor(now.getTime() / HOUR_MS)}`,
    payload: {},
    customerId: null,
    now,
  });
}
