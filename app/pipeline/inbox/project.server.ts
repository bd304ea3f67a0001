import { z } from "zod";

import { DAY_MS, HOUR_MS, MINUTE_MS } from "~/kit/duration";
import { defineJob, defineOutsideJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJobs } from "~/pipeline/jobs/enqueue.server";
import {
  projectDeliveries,
  type ProjectionOutcome,
  type Understanding,
} from "~/pipeline/projections/registry.server";
import { inTransaction, type Tx } from "~/platform/db.server";
import { now as currentTime } from "~/platform/clock.server";
import { logger } from "~/platform/logger.server";
import { deliveryLag, settledDeliveries } from "~/platform/measures.server";
import { findShop } from "~/shops/repository.server";

import { emptyDeliveriesOfErased } from "./erased.server";
import {
  deleteDeliveries,
  findOpenDelivery,
  listGivenUpOfAllShops,
  listShopIdsWithStoredBefore,
  listStoredDeliveries,
  setAsideStoredDeliveries,
  settleDeliveries,
  type SettledDelivery,
  type StoredDelivery,
} from "./repository.server";

/*
 * A delivery is stored → projected | ignored | refused | dead. A shop's stored deliveries are projected together,
 * up to BATCH in one transaction. When such a batch fails, they are set aside (retrying) and tried one by one, so that
 * one bad delivery holds up nobody; it is dead after its last try and waits for a person.
 */

const BATCH = 200;
const LONELY_TRIES = 5;

/** Projects what a shop's inbox holds. One such job waits per shop, however many deliveries arrive. */
export const projectInbox = defineJob({
  name: "inbox.project",
  schema: z.object({ shopId: z.string() }),
  maxAttempts: 10,
  priority: 10,
  async run({ shopId }, { tx, now, attempt }) {
    if (attempt > 1) {
      const deliveryIds = await setAsideStoredDeliveries(tx, { shopId, limit: BATCH });
      await enqueueLonelyTries(tx, { shopId, deliveryIds, now });
    } else {
      const deliveries = await listStoredDeliveries(tx, { shopId, limit: BATCH });
      if (deliveries.length === 0) return;
      await projectBatch(tx, { shopId, deliveries, now });
    }
    await enqueueProjectInbox(tx, { shopIds: await shopsStillWaiting(tx, shopId), now });
  },
});

/** Projects one delivery by itself, after a batch with it failed. */
const projectOne = defineOutsideJob({
  name: "inbox.project-one",
  schema: z.object({ shopId: z.string(), deliveryId: z.string() }),
  maxAttempts: LONELY_TRIES,
  priority: 20,
  async run({ shopId, deliveryId }, { db, now, attempt }) {
    try {
      await inTransaction(
        db,
        async (tx) => {
          const delivery = await findOpenDelivery(tx, { shopId, deliveryId });
          if (delivery) await projectBatch(tx, { shopId, deliveries: [delivery], now });
        },
        { shopId },
      );
    } catch (error) {
      if (attempt < LONELY_TRIES) throw error;
      const message = error instanceof Error ? error.message.slice(0, 500) : String(error);
      await inTransaction(db, (tx) => bury(tx, { shopId, deliveryId, message, now }), { shopId });
      // Only what kind: the words of an error may quote the payload.
      const kind = error instanceof Error ? error.name : typeof error;
      logger.warn({ shopId, deliveryId, attempt, error: kind }, "delivery is dead");
    }
  },
});

/** Ends a delivery that nobody could project: a person sees it, and may have it tried again. */
async function bury(
  tx: Tx,
  { shopId, deliveryId, message, now }: { shopId: string; deliveryId: string; message: string; now: Date },
): Promise<void> {
  const delivery = await findOpenDelivery(tx, { shopId, deliveryId });
  if (!delivery) return;
  const problemJson = JSON.stringify({ path: "", value: "", message });
  await settleDeliveries(tx, { shopId, settled: [{ deliveryId, state: "dead", problemJson }], now });
  await emptyDeliveriesOfErased(tx, { shopId, deliveries: [delivery] });
  counted.dead.add();
}

export const inboxJobs = [projectInbox, projectOne] as const;

const GIVEN_UP_MS = DAY_MS;
const BURIED_AT_ONCE = 200;

/** Finds shops whose job was lost. What has long been taken over goes by the periods of privacy.server.ts. */
export const inboxSchedules: readonly Schedule[] = [
  {
    name: "inbox.sweep-stored",
    everyMs: MINUTE_MS,
    async run(tx, now) {
      const shopIds = await listShopIdsWithStoredBefore(tx, { before: new Date(now.getTime() - MINUTE_MS) });
      await enqueueProjectInbox(tx, { shopIds, now });
    },
  },
  {
    // Those that took their worker with them at every try: nothing else would end them, or take their bodies in time.
    name: "inbox.sweep-given-up",
    everyMs: HOUR_MS,
    async run(tx, now) {
      const given = { before: new Date(now.getTime() - GIVEN_UP_MS), limit: BURIED_AT_ONCE };
      for (const one of await listGivenUpOfAllShops(tx, { ...given, jobName: projectOne.name }))
        await bury(tx, { ...one, message: "its worker stopped in the middle of every try", now });
    },
  },
];

/** Has deliveries that were set aside projected one by one. */
export async function enqueueLonelyTries(
  tx: Tx,
  { shopId, deliveryIds, now }: { shopId: string; deliveryIds: readonly string[]; now: Date },
): Promise<void> {
  await enqueueJobs(
    tx,
    projectOne,
    deliveryIds.map((deliveryId) => ({
      payload: { shopId, deliveryId },
      shopId,
      now,
      dedupeKey: deliveryId,
    })),
  );
}

/** Makes sure that the shops' inboxes will be projected. */
export async function enqueueProjectInbox(
  tx: Tx,
  { shopIds, now }: { shopIds: readonly string[]; now: Date },
): Promise<void> {
  await enqueueJobs(
    tx,
    projectInbox,
    shopIds.map((shopId) => ({ payload: { shopId }, shopId, now, dedupeKey: shopId })),
  );
}

type Batch = {
  shopId: string;
  deliveries: readonly StoredDelivery[];
  now: Date;
  /** Of these deliveries, where somebody has worked it out already. */
  understanding?: Understanding | null;
};

async function projectBatch(tx: Tx, { shopId, deliveries, now }: Batch): Promise<void> {
  const settled = await settleBatch(tx, { shopId, deliveries, now });
  if (!settled) {
    await deleteDeliveries(tx, { shopId, deliveryIds: deliveries.map(({ deliveryId }) => deliveryId) });
    return;
  }
  await settleDeliveries(tx, { shopId, settled, now });
  await emptyDeliveriesOfErased(tx, { shopId, deliveries });
}

/**
 * Projects deliveries of a shop in the current transaction; to store what became of them is the caller's.
 *
 * @returns one outcome per delivery, in the same order; null when the shop was erased while the door still knew it.
 */
export async function settleBatch(
  tx: Tx,
  { shopId, deliveries, now, understanding = null }: Batch,
): Promise<SettledDelivery[] | null> {
  const shop = await findShop(tx, { shopId });
  if (!shop) return null;
  const outcomes = await projectDeliveries(tx, { shop, deliveries, now, understanding });
  const settled = deliveries.map((delivery, index) => settledOf(delivery, outcomes[index]));
  for (const [index, outcome] of outcomes.entries()) {
    // Only the place: the value and the parser's words may hold a person's data.
    const { deliveryId, topic } = deliveries[index] ?? {};
    if (outcome.kind === "dead")
      logger.warn({ shopId, deliveryId, topic, path: outcome.problem.path }, "delivery is dead");
  }
  measure(deliveries, outcomes);
  return settled;
}

const counted = {
  projected: settledDeliveries.of("projected"),
  ignored: settledDeliveries.of("ignored"),
  refused: settledDeliveries.of("refused"),
  dead: settledDeliveries.of("dead"),
} as const;

/** Counts what became of deliveries: of a batch that fails at its very commit too, and then again. */
function measure(deliveries: readonly StoredDelivery[], outcomes: readonly ProjectionOutcome[]): void {
  const projectedMs = currentTime().getTime();
  for (const [index, { kind }] of outcomes.entries()) {
    counted[kind].add();
    const { triggeredAt } = deliveries[index] ?? {};
    if (kind === "projected" && triggeredAt) deliveryLag.observe(projectedMs - triggeredAt.getTime());
  }
}

function settledOf({ deliveryId }: StoredDelivery, outcome: ProjectionOutcome | undefined): SettledDelivery {
  if (!outcome) throw new Error(`no outcome for delivery ${deliveryId}`);
  switch (outcome.kind) {
    case "projected":
      return { deliveryId, state: "projected", problemJson: null };
    case "ignored":
      return { deliveryId, state: "ignored", problemJson: JSON.stringify({ message: outcome.reason }) };
    case "refused":
    case "dead":
      return { deliveryId, state: outcome.kind, problemJson: JSON.stringify(outcome.problem) };
  }
}

async function shopsStillWaiting(tx: Tx, shopId: string): Promise<string[]> {
  const next = await listStoredDeliveries(tx, { shopId, limit: 1 });
  return next.length > 0 ? [shopId] : [];
}
