import { presentLift } from "~/engine/experiments/presenter.server";
import { flowExperiment, type LiftState } from "~/engine/experiments/schema";
import { DAY_MS } from "~/kit/duration";
import { type Db, toDbInstant, toMinor } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { isRecovered, rateBp } from "../rules";

/** METRICS.md F11, by checkout token. */
export type RecoveryFigures = {
  /** Left checkouts whose reminder was sent in the window. */
  messaged: number;
  /** Of those, completed by a valid order within 7 days of the mail. */
  recovered: number;
  /** recovered ÷ messaged in basis points; null when nobody was messaged. */
  recoveryRateBp: number | null;
  /** Net of refunds, in the shop's currency, of those orders. */
  recoveredNetMinor: number;
  currencyCode: string;
  /** Of the messaged, those whose 7 days are not over and that have not bought: the rate may still rise. */
  stillOpen: number;
};

/** An order counted in the figures. */
export type RecoveredOrder = {
  orderId: string;
  orderName: string;
  recoveryId: string;
  checkoutId: string;
  customerId: string | null;
  netMinor: number;
  currencyCode: string;
  /** ISO instants. */
  sentAt: string;
  placedAt: string;
};

/** By the instant the reminder was sent: from inclusive, to exclusive. */
export type Window = { shopId: string; from: Date; to: Date };

/** How cart recovery did, for reminders sent in a window. Orders that were cancelled or wholly refunded since do not count. */
export async function presentRecoveryFigures(
  db: Db,
  { shopId, from, to, now }: Window & { now: Date },
): Promise<RecoveryFigures> {
  const countReminded = (since: Date) =>
    db.recovery.count({ where: { shopId, sentAt: { gte: since, lt: to } } });
  const messaged = await countReminded(from);
  const orders = await listRecoveredOrders(db, { shopId, from, to });
  const recovered = new Set(orders.map(({ recoveryId }) => recoveryId)).size;
  const openSince = new Date(Math.max(from.getTime(), now.getTime() - 7 * DAY_MS));
  const lately = orders.filter(({ sentAt }) => new Date(sentAt) >= openSince);
  const { currencyCode } = await getShop(db, { shopId });
  return {
    messaged,
    recovered,
    recoveryRateBp: rateBp(recovered, messaged),
    recoveredNetMinor: orders.reduce((sum, order) => sum + order.netMinor, 0),
    currencyCode,
    stillOpen: (await countReminded(openSince)) - new Set(lately.map(({ recoveryId }) => recoveryId)).size,
  };
}

/** Exactly the orders behind `recovered` and `recoveredNetMinor`, oldest first. */
export async function listRecoveredOrders(db: Db, { shopId, from, to }: Window): Promise<RecoveredOrder[]> {
  const rows = await db.$queryRaw<CandidateRow[]>`
    SELECT r."id" AS "recoveryId", r."checkoutId", r."sentAt", o."id" AS "orderId", o."name" AS "orderName",
           o."customerId", o."netMinor", o."currencyCode", o."placedAt"
    FROM "Recovery" r
    JOIN "Checkout" c ON c."shopId" = r."shopId" AND c."id" = r."checkoutId"
    JOIN "Order" o ON o."shopId" = r."shopId" AND o."checkoutToken" = c."token"
    WHERE r."shopId" = ${shopId} AND r."sentAt" >= ${toDbInstant(from)} AND r."sentAt" < ${toDbInstant(to)}
      AND o."isValid" = TRUE AND o."deletedAt" IS NULL
    ORDER BY o."placedAt", o."id"`;
  return rows
    .map((row) => ({ ...row, sentAt: new Date(row.sentAt), placedAt: new Date(row.placedAt) }))
    .filter((row) => isRecovered(row.sentAt, { placedAt: row.placedAt, isValid: true }))
    .map((row) => ({
      ...row,
      netMinor: toMinor(row.netMinor),
      sentAt: row.sentAt.toISOString(),
      placedAt: row.placedAt.toISOString(),
    }));
}

type CandidateRow = Omit<RecoveredOrder, "netMinor" | "sentAt" | "placedAt"> & {
  netMinor: bigint;
  sentAt: Date | string;
  placedAt: Date | string;
};

/** What the reminders of an automation bring, beside those who were left out of it. */
export async function presentRecoveryLift(
  db: Db,
  { shopId, flowId, now }: { shopId: string; flowId: string; now: Date },
): Promise<LiftState> {
  const { ianaTimezone: zone } = await getShop(db, { shopId });
  return presentLift(db, { shopId, experimentKey: flowExperiment(flowId), zone, now });
}
