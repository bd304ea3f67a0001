import { defineSubscriber } from "~/pipeline/events/subscriber";
import { defineJob } from "~/pipeline/jobs/definition";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { findShop } from "~/shops/repository.server";
import { z } from "zod";

import { findDefinition } from "./registry.server";
import { listPendingIntents, settleIntent } from "./repository.server";

const AT_ONCE = 200;
const REASON = "shop-uninstalled";

/**
 * Cancels what has not left yet, so that mails and codes say what became of them. Nothing depends on it for stopping:
 * every intent looks for its shop at the last moment. Safe to repeat.
 */
const cancelIntents = defineJob({
  name: "outbox.cancel-intents",
  schema: z.object({ shopId: z.string() }),
  maxAttempts: 8,
  priority: 40,
  async run({ shopId }, { tx, now }) {
    const shop = await findShop(tx, { shopId });
    if (shop && shop.uninstalledAt === null) return; // Installed again meanwhile.
    const count = await cancelSome(tx, { shopId, now });
    if (count === AT_ONCE) await enqueueJob(tx, cancelIntents, { payload: { shopId }, shopId, now });
  },
});

/** The shop has removed the app: what waits to leave is cancelled. */
const onUninstalled = defineSubscriber({
  name: "outbox.on-shop-uninstalled",
  events: ["shop.uninstalled"],
  run: async ({ shopId }, { tx, now }) => {
    await enqueueJob(tx, cancelIntents, { payload: { shopId }, shopId, now, dedupeKey: shopId });
  },
});

async function cancelSome(tx: Tx, { shopId, now }: { shopId: string; now: Date }): Promise<number> {
  const rows = await listPendingIntents(tx, { shopId, limit: AT_ONCE });
  for (const { id: intentId, kind, payloadJson } of rows) {
    const end = { state: "cancelled", resultJson: null, error: REASON, now } as const;
    if (!(await settleIntent(tx, { shopId, intentId, ...end }))) continue;
    const definition = findDefinition(kind);
    const payload = definition?.schema.safeParse(JSON.parse(payloadJson));
    if (!definition || !payload?.success) continue;
    await definition.settle(
      payload.data,
      { kind: "cancelled", reason: REASON },
      { tx, shopId, intentId, now },
    );
  }
  return rows.length;
}

/** What stops the outbox of a shop that is gone; read by the composition. */
export const outboxLifecycle = { name: "outbox", jobs: [cancelIntents], subscribers: [onUninstalled] };
