import { setTimeout as sleep } from "node:timers/promises";

import { inTransaction, type RootDb } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { repeatedDeliveries } from "~/platform/measures.server";
import type { Spool } from "~/platform/spool";

import { type IncomingDelivery, textOfBody } from "./delivery";
import { enqueueProjectInbox } from "./project.server";
import { insertDeliveries } from "./repository.server";
import { packDeliveries } from "./spool/pack";

/** A group goes into the database as one parameter: few or many, it must stay small. */
const MAX_GROUP = 200;
const MAX_GROUP_LENGTH = 8_000_000;
/**
 * A stream of deliveries is written this often. A commit and its wait for the disk cost as much for one as for a hundred;
 * several hundred a second would take that from the worker, whose commits the next ones then wait for.
 */
const BEAT_MS = 4;
/** So long Shopify waits for an answer before it hangs up, and comes again later. */
const PATIENCE_MS = 5_000;

export type Inbox = {
  /**
   * Keeps a delivery. Resolves once it is on disk, so that 200 may be answered.
   *
   * Safe to repeat by (shopId, webhookId). @throws when the commit failed: answer 5xx, Shopify comes again.
   */
  receive: (delivery: IncomingDelivery) => Promise<void>;
};

type Waiting = {
  delivery: IncomingDelivery;
  since: number;
  resolve: () => void;
  reject: (error: unknown) => void;
};

/** Keeps deliveries in the database, with a job that projects them. */
export function createInbox(db: RootDb): Inbox {
  return gatherInto((deliveries) => storeGroup(db, deliveries));
}

/** Keeps deliveries in the spool; the worker takes them over (`spool/take-over.server.ts`). */
export function createSpoolInbox(spool: Spool): Inbox {
  return gatherInto((deliveries) => spool.append(packDeliveries(deliveries), deliveries.length));
}

/**
 * An inbox whose concurrent deliveries share one commit: while one group is written the next gathers.
 * A commit costs the same for one delivery as for a hundred, so this is what a flash sale needs.
 */
function gatherInto(keep: (deliveries: readonly IncomingDelivery[]) => Promise<void> | void): Inbox {
  let waiting: Waiting[] = [];
  let isWriting = false;
  let startedAt = -Infinity;

  async function writeGroups(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    while (waiting.length > 0) {
      const early = startedAt + BEAT_MS - performance.now();
      if (early > 0 && waiting.length < MAX_GROUP) await sleep(early);
      startedAt = performance.now();
      const group = waiting.slice(0, groupSize(waiting.map((entry) => entry.delivery.bytes.length)));
      waiting = waiting.slice(group.length);
      try {
        await keep(group.map((entry) => entry.delivery));
        for (const entry of group) entry.resolve();
      } catch (error) {
        // Nobody listens to those who waited too long: their bodies would fill the memory while the database is away.
        const since = performance.now() - PATIENCE_MS;
        const heard = waiting.filter((entry) => entry.since > since);
        const unheard = waiting.filter((entry) => entry.since <= since);
        waiting = heard;
        for (const entry of [...group, ...unheard]) entry.reject(error);
      }
    }
    isWriting = false;
  }

  return {
    receive: (delivery) =>
      new Promise((resolve, reject) => {
        waiting.push({ delivery, since: performance.now(), resolve, reject });
        // After the current turn of the event loop, so that deliveries read in the same turn go together.
        setImmediate(() => void writeGroups());
      }),
  };
}

/** How many of the waiting bodies, of these lengths, go together: at least one. */
function groupSize(lengths: readonly number[]): number {
  let total = 0;
  const over = lengths.findIndex((length, index) => {
    total += length;
    return index >= MAX_GROUP || (index > 0 && total > MAX_GROUP_LENGTH);
  });
  return over === -1 ? lengths.length : over;
}

const repeated = repeatedDeliveries.of();

async function storeGroup(db: RootDb, deliveries: readonly IncomingDelivery[]): Promise<void> {
  const newCount = await inTransaction(db, async (tx) => {
    const insertedCount = await insertDeliveries(
      tx,
      deliveries.map(({ bytes, ...delivery }) => ({
        ...delivery,
        id: newId(),
        body: textOfBody(bytes),
        state: "stored",
      })),
    );
    const shopIds = [...new Set(deliveries.map((delivery) => delivery.shopId))];
    const [first] = deliveries;
    if (first) await enqueueProjectInbox(tx, { shopIds, now: first.receivedAt });
    return insertedCount;
  });
  repeated.add(deliveries.length - newCount);
}
