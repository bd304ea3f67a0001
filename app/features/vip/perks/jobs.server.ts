import { z } from "zod";

import { defineJob } from "~/pipeline/jobs/definition";
import { enqueueJobs } from "~/pipeline/jobs/enqueue.server";
import type { Tx } from "~/platform/db.server";
import type { ShopRecord } from "~/shops/repository.server";

import type { VipSettings } from "../schema";

import { listDue, settlePerks } from "./give.server";

/** Gives one member what is due: a new period has begun, or the tier brings more than it did. */
export const giveDuePerks = defineJob({
  name: "vip.give-due-perks",
  schema: z.object({ shopId: z.string(), customerId: z.string() }),
  maxAttempts: 8,
  priority: 130,
  isShort: true,
  run: ({ shopId, customerId }, { tx, now }) => settlePerks(tx, { shopId, customerIds: [customerId], now }),
});

/** Has every member looked at to whom something is due. */
export async function enqueueDuePerks(
  tx: Tx,
  { shop, settings, now }: { shop: ShopRecord; settings: VipSettings; now: Date },
): Promise<void> {
  const { id: shopId } = shop;
  const due = await listDue(tx, { shopId, customerIds: null, shop, settings, now });
  const customerIds = [...new Set(due.map(({ customerId }) => customerId))];
  await enqueueJobs(
    tx,
    giveDuePerks,
    customerIds.map((customerId) => ({
      payload: { shopId, customerId },
      ...{ shopId, now, dedupeKey: customerId },
    })),
  );
}
