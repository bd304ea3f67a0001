import { z } from "zod";

import { dayIn, monthIn } from "~/kit/zone";
import { defineSubscriber } from "~/pipeline/events/subscriber";
import { defineOutsideJob } from "~/pipeline/jobs/definition";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { findShop } from "~/shops/repository.server";

import { recountAggregates } from "../aggregates/recount.server";
import { UNKNOWN_VERSION } from "../orders/schema";
import { listPlacedOrders, updatePlacedDays } from "./repository.server";

const AT_ONCE = 1_000;

/**
 * Moves a shop's orders to the days and months they fall on in its zone, and counts its aggregates anew.
 *
 * Safe to repeat, also from the start after a crash. Ends early when the shop has moved on to another zone: that change
 * has a job of its own.
 */
const moveDays = defineOutsideJob({
  name: "projections.move-days",
  schema: z.object({ shopId: z.string(), ianaTimezone: z.string() }),
  maxAttempts: 8,
  priority: 140,
  async run({ shopId, ianaTimezone }, { db }) {
    let after: string | null = "";
    while (after !== null) after = await moveSome(db, { shopId, ianaTimezone, after });
    await recountAggregates(db, { shopId });
  },
});

/** @returns the last id that was looked at; null when there is nothing more to do. */
async function moveSome(
  db: RootDb,
  { shopId, ianaTimezone, after }: { shopId: string; ianaTimezone: string; after: string },
): Promise<string | null> {
  return inTransaction(
    db,
    async (tx) => {
      if ((await findShop(tx, { shopId }))?.ianaTimezone !== ianaTimezone) return null;
      const orders = await listPlacedOrders(tx, { shopId, after, limit: AT_ONCE });
      const rows = orders
        .filter(({ placedAt }) => placedAt > UNKNOWN_VERSION)
        .map(({ id, placedAt, placedOn }) => ({
          id,
          before: placedOn,
          placedOn: dayIn(ianaTimezone, placedAt),
          placedMonth: monthIn(ianaTimezone, placedAt),
        }))
        .filter(({ before, placedOn }) => before !== placedOn)
        .map(({ before: _before, ...row }) => row);
      await updatePlacedDays(tx, { shopId, rows });
      return orders.length === AT_ONCE ? (orders.at(-1)?.id ?? null) : null;
    },
    { shopId },
  );
}

const onZoneChanged = defineSubscriber({
  name: "projections.on-zone-changed",
  events: ["shop.zone-changed"],
  run: async ({ shopId, payload: { ianaTimezone } }, { tx, now }) => {
    const dedupeKey = `${shopId}|${ianaTimezone}|${now.getTime()}`;
    await enqueueJob(tx, moveDays, { payload: { shopId, ianaTimezone }, shopId, now, dedupeKey });
  },
});

/** What follows when a shop tells another time zone; read by the composition. */
export const zoneRegistration = { name: "zone", jobs: [moveDays], subscribers: [onZoneChanged] };
