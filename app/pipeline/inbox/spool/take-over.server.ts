import { setTimeout as sleep } from "node:timers/promises";

import { type Understanding, understandDeliveries } from "~/pipeline/projections/registry.server";
import { commitLater, inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { logger } from "~/platform/logger.server";
import { repeatedDeliveries } from "~/platform/measures.server";
import { scrubError } from "~/platform/scrub";
import type { Spool } from "~/platform/spool";
import { withShop } from "~/platform/tenant-guard.server";
import { findShop } from "~/shops/repository.server";

import { type IncomingDelivery, textOfBody } from "../delivery";
import { emptyDeliveriesOfErased } from "../erased.server";
import { enqueueLonelyTries, settleBatch } from "../project.server";
import {
  insertDeliveries,
  listKnownWebhookIds,
  needsBody,
  type NewDelivery,
  type StoredDelivery,
} from "../repository.server";
import { unpackDeliveries } from "./pack";

/*
 * The door keeps deliveries in a spool beside the tables (ADR 11). The worker takes them over: a shop's
 * deliveries are stored and projected in one transaction, then forgotten by the spool. After a crash between the two
 * they come again, and the inbox knows their numbers. When a batch fails, its deliveries are stored as set aside, to be
 * tried one by one, so that a bad one holds up nobody.
 */

/** Deliveries in one transaction: many when many wait, few when few do. */
const MOST_TOGETHER = 500;
/** How often the spool is asked whether anybody wrote; costs microseconds. */
const NEWS_POLL_MS = 10;
/** How often whoever only helps looks whether there is more than one can do. */
const HELP_POLL_MS = 40;
/** Even without news, look again: what a worker had taken comes back when it dies. */
const SURE_LOOK_MS = 2_000;
const AFTER_FAILURE_MS = 250;
/** However long a flood lasts, reactions wait no longer than this. */
const MOST_BEHIND_MS = 10_000;

export type TakingOver = {
  /** Whether so much waits that reactions had better wait too; not for longer than a few seconds. */
  isBehind: () => boolean;
  /** Closes the spool, too. */
  stop: () => Promise<void>;
};

/**
 * Takes over what the spool gets, until it is stopped.
 *
 * @param helping Other takers of the same spool, for when much waits: one works out what its deliveries say while the
 * database stores those of another.
 */
export function startTakingOver(
  db: RootDb,
  { spool, helping = [], now }: { spool: Spool; helping?: readonly Spool[]; now: () => Date },
): TakingOver {
  let isStopping = false;
  let behindSince: number | null = null;

  async function takeNews(): Promise<void> {
    const seen = await spool.version();
    const count = await takeOver(db, spool, now());
    behindSince = count < MOST_TOGETHER / 2 ? null : (behindSince ?? performance.now());
    if (count > 0) return;
    const until = performance.now() + SURE_LOOK_MS;
    while (!isStopping && performance.now() < until && (await spool.version()) === seen)
      await sleep(NEWS_POLL_MS);
  }

  async function help(helper: Spool): Promise<void> {
    const count = behindSince === null ? 0 : await takeOver(db, helper, now());
    if (count === 0) await sleep(HELP_POLL_MS);
  }

  async function repeat(work: () => Promise<void>): Promise<void> {
    while (!isStopping) {
      try {
        await work();
      } catch (error) {
        logger.error({ error: scrubError(error) }, "deliveries were not taken over, trying again");
        await sleep(AFTER_FAILURE_MS);
      }
    }
  }

  const loops = [repeat(takeNews), ...helping.map((helper) => repeat(() => help(helper)))];
  return {
    isBehind: () => behindSince !== null && performance.now() - behindSince < MOST_BEHIND_MS,
    stop: async () => {
      isStopping = true;
      await Promise.all(loops);
      for (const one of [spool, ...helping]) await one.close();
    },
  };
}

/** Takes over the oldest deliveries of the spool. Safe to repeat. @returns how many. */
export async function takeOver(db: RootDb, spool: Spool, now: Date): Promise<number> {
  const groups = await spool.oldest(MOST_TOGETHER);
  if (groups.length === 0) return 0;
  const deliveries = groups.flatMap(({ content }) => unpackDeliveries(content));
  const byShop = new Map<string, IncomingDelivery[]>();
  for (const delivery of deliveries) {
    const ofShop = byShop.get(delivery.shopId);
    if (ofShop) ofShop.push(delivery);
    else byShop.set(delivery.shopId, [delivery]);
  }
  for (const ofShop of byShop.values()) await takeOverShop(db, ofShop, now);
  await spool.remove(groups.map(({ id }) => id));
  return deliveries.length;
}

async function takeOverShop(db: RootDb, deliveries: readonly IncomingDelivery[], now: Date): Promise<void> {
  const shopId = deliveries[0]?.shopId ?? "";
  await withShop(shopId, async () => {
    const told = eachOnce(deliveries);
    const batch = { shopId, told, repeatedCount: deliveries.length - told.length, now };
    try {
      const understanding = await understand(db, batch);
      await inTransaction(db, (tx) => projectNew(tx, { ...batch, understanding }), { shopId });
    } catch (error) {
      logger.warn(
        { shopId, error: scrubError(error) },
        "a batch failed, its deliveries are tried one by one",
      );
      await inTransaction(db, (tx) => setAside(tx, batch), { shopId });
    }
  });
}

type Told = IncomingDelivery & { id: string };
type Batch = { shopId: string; told: readonly Told[]; repeatedCount: number; now: Date };

/** Each of the deliveries once, by the time their events happened. */
function eachOnce(deliveries: readonly IncomingDelivery[]): Told[] {
  const byNumber = new Map(deliveries.toReversed().map((delivery) => [delivery.webhookId, delivery]));
  return [...byNumber.values()]
    .sort((a, b) => a.triggeredAt.getTime() - b.triggeredAt.getTime())
    .map((delivery) => ({ ...delivery, id: newId() }));
}

async function understand(db: RootDb, { shopId, told }: Batch): Promise<Understanding | null> {
  const shop = await findShop(db, { shopId });
  return shop && understandDeliveries(shop, told.map(storedOf));
}

async function projectNew(
  tx: Tx,
  { understanding, ...batch }: Batch & { understanding: Understanding | null },
): Promise<void> {
  const { shopId, now } = batch;
  await commitLater(tx);
  const arrived = await listNew(tx, batch);
  const stored = arrived.map(storedOf);
  const settled = await settleBatch(tx, { shopId, deliveries: stored, now, understanding });
  if (!settled) return;
  const rows = arrived.flatMap((delivery, index): NewDelivery[] => {
    const outcome = settled[index];
    if (!outcome) return [];
    const { state, problemJson } = outcome;
    const body = needsBody(state) ? textOfBody(delivery.bytes) : "";
    return [{ ...rowOf(delivery, { body, state }), problemJson, settledAt: now }];
  });
  await insertDeliveries(tx, rows);
  const withBody = stored.filter((_delivery, index) => rows[index]?.body !== "");
  if (withBody.length > 0) await emptyDeliveriesOfErased(tx, { shopId, deliveries: withBody });
}

async function setAside(tx: Tx, batch: Batch): Promise<void> {
  const { shopId, now } = batch;
  const arrived = await listNew(tx, batch);
  await insertDeliveries(
    tx,
    arrived.map((delivery) => rowOf(delivery, { body: textOfBody(delivery.bytes), state: "retrying" })),
  );
  await enqueueLonelyTries(tx, { shopId, deliveryIds: arrived.map(({ id }) => id), now });
}

const repeated = repeatedDeliveries.of();

/** Those that the inbox does not have yet. */
async function listNew(tx: Tx, { shopId, told, repeatedCount }: Batch): Promise<readonly Told[]> {
  const known = await listKnownWebhookIds(tx, { shopId, webhookIds: told.map(({ webhookId }) => webhookId) });
  const arrived = known.size === 0 ? told : told.filter(({ webhookId }) => !known.has(webhookId));
  repeated.add(repeatedCount + told.length - arrived.length);
  return arrived;
}

/** The body becomes a text when somebody reads it: as text, those of a batch would outlive collections of garbage. */
function storedOf({ id, topic, bytes, triggeredAt }: Told): StoredDelivery {
  return {
    deliveryId: id,
    topic,
    triggeredAt,
    get body() {
      return textOfBody(bytes);
    },
  };
}

function rowOf({ bytes: _bytes, ...delivery }: Told, kept: Pick<NewDelivery, "body" | "state">): NewDelivery {
  return { ...delivery, ...kept };
}
