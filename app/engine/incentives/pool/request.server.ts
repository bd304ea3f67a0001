import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { getShop } from "~/shops/repository.server";

import { poolCodeKey } from "../keys.server";
import type { NewCode } from "../repository.server";
import { isCodeKind } from "../rules/offer";
import { startedClock } from "../rules/clock";
import type { Offer } from "../schema";

import { createPool } from "./intents.server";
import { insertPool, insertPoolCodes, type PoolRow } from "./repository.server";

/** Codes of a pool at most: what a campaign of a small team reaches, and a transaction stores in a breath. */
export const MOST_POOL_CODES = 5_000;
const STORED_AT_ONCE = 500;

export type PoolRequest = {
  shopId: string;
  /** Names the pool once and for all, e.g. `campaign:<id>`. */
  poolKey: string;
  offer: Offer;
  size: number;
  now: Date;
};

/**
 * Asks Shopify for many codes under one discount; `code-pool.ready` follows, and `issueIncentive` takes from it.
 *
 * They are for anybody who has one, so each works once; they all end after the offer's days from now. Idempotent by
 * (shopId, poolKey): a repeat returns the pool there is.
 *
 * @throws RangeError for a size that is not from 1 to 5000, and for offers of money.
 */
export async function requestPool(tx: Tx, request: PoolRequest): Promise<PoolRow> {
  const { shopId, poolKey, offer, size, now } = request;
  if (!Number.isInteger(size) || size < 1 || size > MOST_POOL_CODES)
    throw new RangeError(`pool "${poolKey}" asks for ${size} codes, expected 1 to ${MOST_POOL_CODES}`);
  if (!isCodeKind(offer.value.kind))
    throw new RangeError(`pool "${poolKey}" offers "${offer.value.kind}", expected a discount`);
  const id = newId();
  const { ianaTimezone: zone } = await getShop(tx, { shopId });
  const { expiresAt } = startedClock(offer, { at: now, zone });
  const title = `${offer.title} (${poolKey})`;
  const row = {
    id,
    shopId,
    poolKey,
    title,
    offerJson: JSON.stringify(offer),
    size,
    expiresAt,
    createdAt: now,
  };
  const pool = await insertPool(tx, row);
  if (pool.id !== id) return pool;
  for (let from = 0; from < size; from += STORED_AT_ONCE) {
    const count = Math.min(STORED_AT_ONCE, size - from);
    const positions = Array.from({ length: count }, (_, index) => from + index);
    await insertPoolCodes(
      tx,
      positions.map((position) => poolCode(request, { pool, position })),
    );
  }
  await enqueueIntent(tx, createPool, {
    shopId,
    dedupeKey: `create-pool:${id}`,
    payload: { poolId: id },
    customerId: null,
    now,
  });
  return pool;
}

function poolCode(
  { shopId, offer, now }: PoolRequest,
  { pool, position }: { pool: PoolRow; position: number },
): NewCode {
  const occasionKey = `pool:${pool.poolKey}:${String(position).padStart(6, "0")}`;
  return {
    ...poolCodeKey({ shopId, occasionKey, prefix: offer.prefix }),
    id: newId(),
    shopId,
    customerId: null,
    occasionKey,
    kind: offer.value.kind,
    percentBp: offer.value.kind === "percentage" ? offer.value.percentBp : 0,
    title: offer.title,
    offerJson: pool.offerJson,
    poolId: pool.id,
    startsAt: now,
    expiresAt: pool.expiresAt,
    clockStartedAt: now,
    remindAt: null,
    budgetKey: "",
    budgetMonth: "",
    promisedMinor: 0,
    createdAt: now,
  };
}
