import { z } from "zod";

import { publishEvents } from "~/pipeline/events/publish.server";
import { attemptOf } from "~/pipeline/outbox/attempt";
import { defineIntent, type IntentContext, type OutboxPorts } from "~/pipeline/outbox/definition";
import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import { getShop } from "~/shops/repository.server";

import { termsOf } from "../intents.server";
import { listCodes } from "../repository.server";
import { OfferSchema } from "../schema";

import {
  claimPool,
  countPoolCodes,
  findPool,
  listRequestedCodes,
  type PoolRow,
  settlePoolCodes,
} from "./repository.server";

/*
 * A pool is requested → filling (its discount is there, with its first code) → ready, or failed. Shopify takes 250 codes
 * at a time and makes them by itself: one intent hands a batch over, another asks what became of it. Codes that were
 * handed over twice are "not unique" the second time; they are ours when they belong to the pool's discount.
 */

const BATCH = 250;

/** Makes the discount of a pool with its first code. The code is the natural key. */
export const createPool = defineIntent({
  kind: "shopify.create-code-pool",
  schema: z.object({ poolId: z.string() }),
  needsScope: "write_discounts",
  maxAttempts: 12,
  onCrash: "repeat",

  async prepare({ poolId }, { tx, shopId, now }) {
    const pool = await findPool(tx, { shopId, poolId });
    if (!pool || pool.state === "ready") return { kind: "cancel", reason: "already-settled" };
    if (now >= pool.expiresAt) return { kind: "cancel", reason: "code-expired" };
    const [first] = await listRequestedCodes(tx, { shopId, poolId });
    if (!first) return { kind: "cancel", reason: "already-settled" };
    const { currencyCode } = await getShop(tx, { shopId });
    return {
      kind: "go",
      command: {
        ...termsOf(OfferSchema.parse(JSON.parse(pool.offerJson)), currencyCode),
        code: first.code,
        title: pool.title,
        usageLimit: 1,
        customerGid: null,
        startsAt: now,
        endsAt: pool.expiresAt,
      },
    };
  },

  async perform(command, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    return attemptOf(await shopify.createDiscount(command), now);
  },

  async settle({ poolId }, outcome, context) {
    const { tx, shopId } = context;
    if (outcome.kind === "cancelled" && outcome.reason === "already-settled") return;
    const codes = await listRequestedCodes(tx, { shopId, poolId });
    if (outcome.kind !== "done") {
      await settlePoolCodes(tx, { shopId, codeIds: codes.map(({ id }) => id), state: "failed" });
      await claimPool(tx, { shopId, poolId, from: ["requested"], to: { state: "failed" } });
      return;
    }
    const to = { state: "filling", discountGid: outcome.result.discountGid } as const;
    if (!(await claimPool(tx, { shopId, poolId, from: ["requested", "failed"], to }))) return;
    const [first, ...rest] = codes.map(({ id }) => id);
    if (first) await settlePoolCodes(tx, { shopId, codeIds: [first], state: "pooled" });
    await handOver(context, { poolId, codeIds: rest });
  },
});

async function handOver(
  context: IntentContext,
  { poolId, codeIds }: { poolId: string; codeIds: string[] },
): Promise<void> {
  const { tx, shopId, now } = context;
  if (codeIds.length === 0) return finish(context, poolId);
  for (let from = 0; from < codeIds.length; from += BATCH) {
    await enqueueIntent(tx, addPoolCodes, {
      shopId,
      dedupeKey: `add-pool-codes:${poolId}:${from}`,
      payload: { poolId, codeIds: codeIds.slice(from, from + BATCH) },
      customerId: null,
      now,
    });
  }
}

const BatchSchema = z.object({ poolId: z.string(), codeIds: z.array(z.string()).max(BATCH) });

/** Hands a batch of codes over. */
export const addPoolCodes = defineIntent({
  kind: "shopify.add-pool-codes",
  schema: BatchSchema,
  needsScope: "write_discounts",
  maxAttempts: 12,
  onCrash: "repeat",

  prepare: (batch, context) => prepareBatch(batch, context),

  async perform({ discountGid, codes }, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    return attemptOf(await shopify.addCodes({ discountGid, codes }), now);
  },

  async settle({ poolId, codeIds }, outcome, context) {
    const { tx, shopId, now } = context;
    if (outcome.kind !== "done") return settleBatch(context, { poolId, codeIds, failed: codeIds });
    await enqueueIntent(tx, checkPoolCodes, {
      shopId,
      dedupeKey: `check-pool-codes:${outcome.result.creationGid}`,
      payload: { poolId, codeIds, creationGid: outcome.result.creationGid },
      customerId: null,
      now,
    });
  },
});

/** Asks what became of a batch, until Shopify is through with it. Reads only. */
export const checkPoolCodes = defineIntent({
  kind: "shopify.check-pool-codes",
  schema: BatchSchema.extend({ creationGid: z.string() }),
  needsScope: "write_discounts",
  maxAttempts: 12,
  onCrash: "repeat",

  async prepare(batch, context) {
    const prepared = await prepareBatch(batch, context);
    if (prepared.kind === "cancel") return prepared;
    return { kind: "go", command: { ...prepared.command, creationGid: batch.creationGid } };
  },

  async perform({ discountGid, creationGid }, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    const read = attemptOf(await shopify.readCodeCreation(creationGid), now);
    if (read.kind !== "done") return read;
    const strangers: string[] = [];
    for (const { code } of read.result.failed) {
      const owner = await ownerOf(code, ports, { shopId, now });
      if (owner.kind !== "done") return owner;
      if (owner.result !== discountGid) strangers.push(code);
    }
    return { kind: "done", result: { failedCodes: strangers } };
  },

  async settle({ poolId, codeIds }, outcome, context) {
    const { tx, shopId } = context;
    if (outcome.kind !== "done") return settleBatch(context, { poolId, codeIds, failed: codeIds });
    const failedCodes = new Set(outcome.result.failedCodes);
    const rows = await listCodes(tx, { shopId, codeIds });
    const failed = rows.filter(({ code }) => failedCodes.has(code)).map(({ id }) => id);
    await settleBatch(context, { poolId, codeIds, failed });
  },
});

async function ownerOf(code: string, ports: OutboxPorts, { shopId, now }: { shopId: string; now: Date }) {
  const shopify = await ports.shopify(shopId);
  return attemptOf(await shopify.findOwnerOfCode(code), now);
}

async function prepareBatch(
  { poolId, codeIds }: z.infer<typeof BatchSchema>,
  { tx, shopId }: IntentContext,
): Promise<
  { kind: "go"; command: { discountGid: string; codes: string[] } } | { kind: "cancel"; reason: string }
> {
  const pool: PoolRow | null = await findPool(tx, { shopId, poolId });
  if (!pool?.discountGid || pool.removedAt) return { kind: "cancel", reason: "gone" };
  const rows = await listCodes(tx, { shopId, codeIds });
  const codes = rows.filter(({ state }) => state === "requested").map(({ code }) => code);
  if (codes.length === 0) return { kind: "cancel", reason: "already-settled" };
  return { kind: "go", command: { discountGid: pool.discountGid, codes } };
}

async function settleBatch(
  context: IntentContext,
  { poolId, codeIds, failed }: { poolId: string; codeIds: readonly string[]; failed: readonly string[] },
): Promise<void> {
  const { tx, shopId } = context;
  const bad = new Set(failed);
  await settlePoolCodes(tx, { shopId, codeIds: [...bad], state: "failed" });
  await settlePoolCodes(tx, { shopId, codeIds: codeIds.filter((id) => !bad.has(id)), state: "pooled" });
  await finish(context, poolId);
}

/** When the last batch is through, the pool is ready. */
async function finish({ tx, shopId, now }: IntentContext, poolId: string): Promise<void> {
  const counts = await countPoolCodes(tx, { shopId, poolId });
  if ((counts["requested"] ?? 0) > 0) return;
  if (!(await claimPool(tx, { shopId, poolId, from: ["filling"], to: { state: "ready" } }))) return;
  await publishEvents(
    tx,
    [
      {
        type: "code-pool.ready",
        sourceKey: `code-pool.ready:${poolId}`,
        payload: { poolId, madeCount: counts["pooled"] ?? 0, failedCount: counts["failed"] ?? 0 },
        customerId: null,
        subjectId: poolId,
        occurredAt: now,
      },
    ],
    { shopId, now },
  );
}
