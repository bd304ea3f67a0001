import { inTransaction, type RootDb } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import type { IncomingDelivery } from "./delivery";
import { enqueueProjectInbox } from "./project.server";
import { insertDeliveries } from "./repository.server";

const MAX_GROUP = 200;

export type Inbox = {
  /**
   * Keeps a delivery. Resolves once it is on disk, so that 200 may be answered.
   *
   * Safe to repeat by (shopId, webhookId). @throws when the commit failed: answer 5xx, Shopify comes again.
   */
  receive: (delivery: IncomingDelivery) => Promise<void>;
};

type Waiting = { delivery: IncomingDelivery; resolve: () => void; reject: (error: unknown) => void };

/**
 * An inbox whose concurrent deliveries share one commit: while one group is written the next gathers.
 * A commit costs the same for one delivery as for a hundred, so this is what a flash sale needs.
 */
export function createInbox(db: RootDb): Inbox {
  let waiting: Waiting[] = [];
  let isWriting = false;

  async function writeGroups(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    while (waiting.length > 0) {
      const group = waiting.slice(0, MAX_GROUP);
      waiting = waiting.slice(MAX_GROUP);
      try {
        await storeGroup(
          db,
          group.map((entry) => entry.delivery),
        );
        for (const entry of group) entry.resolve();
      } catch (error) {
        for (const entry of group) entry.reject(error);
      }
    }
    isWriting = false;
  }

  return {
    receive: (delivery) =>
      new Promise((resolve, reject) => {
        waiting.push({ delivery, resolve, reject });
        // After the current turn of the event loop, so that deliveries read in the same turn go together.
        setImmediate(() => void writeGroups());
      }),
  };
}

async function storeGroup(db: RootDb, deliveries: readonly IncomingDelivery[]): Promise<void> {
  await inTransaction(db, async (tx) => {
    await insertDeliveries(
      tx,
      deliveries.map((delivery) => ({ ...delivery, id: newId() })),
    );
    const shopIds = [...new Set(deliveries.map((delivery) => delivery.shopId))];
    const [first] = deliveries;
    if (first) await enqueueProjectInbox(tx, { shopIds, now: first.receivedAt });
  });
}
