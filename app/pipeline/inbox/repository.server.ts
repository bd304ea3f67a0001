import { Prisma } from "~/generated/prisma/client";
import { hasOpenJob } from "~/pipeline/jobs/open/queries.server";
import type { Db } from "~/platform/db.server";
import { acrossShops } from "~/platform/tenant-guard.server";
import { idsIn, rowsToJson, upsertSql } from "~/platform/sql.server";

import type { IncomingDelivery } from "./delivery";

const INSERT_DELIVERIES = upsertSql({
  table: "InboxDelivery",
  columns: [
    "id",
    "shopId",
    "webhookId",
    "eventId",
    "topic",
    "apiVersion",
    "triggeredAt",
    "receivedAt",
    "body",
    "state",
    "problemJson",
    "settledAt",
  ],
  key: ["shopId", "webhookId"],
  onConflict: "nothing",
});

export type NewDelivery = Omit<IncomingDelivery, "bytes"> & {
  id: string;
  /** As `textOfBody` writes it; empty when nobody needs it any more. */
  body: string;
  state: "stored" | "retrying" | DeliveryState;
  problemJson?: string | null;
  settledAt?: Date | null;
};

/** Stores deliveries, leaving out those whose (shopId, webhookId) is known: Shopify retries and repeats. @returns how many were new. */
export async function insertDeliveries(db: Db, rows: readonly NewDelivery[]): Promise<number> {
  // In one order everywhere: two processes that store the same deliveries must not wait for each other.
  const sorted = rows.toSorted((a, b) => (a.webhookId < b.webhookId ? -1 : 1));
  return db.$executeRawUnsafe(INSERT_DELIVERIES, rowsToJson(sorted, "InboxDelivery"));
}

/** Which of the numbers the shop's inbox has already. */
export async function listKnownWebhookIds(
  db: Db,
  { shopId, webhookIds }: { shopId: string; webhookIds: readonly string[] },
): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ webhookId: string }[]>`
    SELECT "webhookId" FROM "InboxDelivery" WHERE "shopId" = ${shopId} AND "webhookId" IN ${idsIn(webhookIds)}`;
  return new Set(rows.map(({ webhookId }) => webhookId));
}

export type StoredDelivery = { deliveryId: string; topic: string; body: string; triggeredAt: Date };

const FIELDS = { id: true, topic: true, body: true, triggeredAt: true } as const;

/** Deliveries that wait to be projected, by the time their events happened. */
export async function listStoredDeliveries(
  db: Db,
  { shopId, limit }: { shopId: string; limit: number },
): Promise<StoredDelivery[]> {
  return db.$queryRaw<StoredDelivery[]>`
    SELECT "id" AS "deliveryId", "topic", "body", "triggeredAt" FROM "InboxDelivery"
    WHERE "shopId" = ${shopId} AND "state" = 'stored' ORDER BY "triggeredAt", "id" LIMIT ${limit}`;
}

/** One delivery that is not settled yet; null when it is, or was erased. */
export async function findOpenDelivery(
  db: Db,
  { shopId, deliveryId }: { shopId: string; deliveryId: string },
): Promise<StoredDelivery | null> {
  const row = await db.inboxDelivery.findFirst({
    where: { shopId, id: deliveryId, state: { in: ["stored", "retrying"] } },
    select: FIELDS,
  });
  return row ? { deliveryId: row.id, topic: row.topic, body: row.body, triggeredAt: row.triggeredAt } : null;
}

/** Takes deliveries out of the batch, to be tried one by one. @returns their ids. */
export async function setAsideStoredDeliveries(
  db: Db,
  { shopId, limit }: { shopId: string; limit: number },
): Promise<string[]> {
  const rows = await listStoredDeliveries(db, { shopId, limit });
  const ids = rows.map((row) => row.deliveryId);
  await db.inboxDelivery.updateMany({ where: { shopId, id: { in: ids } }, data: { state: "retrying" } });
  return ids;
}

export type DeliveryState = "projected" | "ignored" | "refused" | "dead";

/** Whether somebody may want to see the body, or have it projected again. */
export function needsBody(state: DeliveryState): boolean {
  return state !== "projected";
}

export type SettledDelivery = { deliveryId: string; state: DeliveryState; problemJson: string | null };

/**
 * Records what became of deliveries. What was taken over keeps its number and loses its body: that is full of personal
 * data and nobody needs it any more.
 */
export async function settleDeliveries(
  db: Db,
  { shopId, settled, now }: { shopId: string; settled: readonly SettledDelivery[]; now: Date },
): Promise<void> {
  // One statement per outcome with its ids, nearly always one in all: joined with a list of ids and outcomes, SQLite
  // would read all of the shop's deliveries for each id.
  for (const { state, problemJson, deliveryIds } of groupByOutcome(settled)) {
    await db.$executeRaw`
      UPDATE "InboxDelivery" SET "state" = ${state}, "problemJson" = ${problemJson}, "settledAt" = ${now},
        "body" = CASE WHEN ${needsBody(state)} THEN "body" ELSE '' END
      WHERE "shopId" = ${shopId} AND "id" IN @ids(${JSON.stringify(deliveryIds)})`;
  }
}

type OutcomeGroup = Pick<SettledDelivery, "state" | "problemJson"> & { deliveryIds: string[] };

function groupByOutcome(settled: readonly SettledDelivery[]): OutcomeGroup[] {
  const groups = new Map<string, OutcomeGroup>();
  for (const { deliveryId, state, problemJson } of settled) {
    const key = `${state} ${problemJson ?? ""}`;
    const group = groups.get(key);
    if (group) group.deliveryIds.push(deliveryId);
    else groups.set(key, { state, problemJson, deliveryIds: [deliveryId] });
  }
  return [...groups.values()];
}

/** Opens a dead or refused delivery again because a person asked for it. @returns false when there is no such one. */
export async function reopenDelivery(
  db: Db,
  { shopId, deliveryId }: { shopId: string; deliveryId: string },
): Promise<boolean> {
  const { count } = await db.inboxDelivery.updateMany({
    where: { shopId, id: deliveryId, state: { in: ["dead", "refused"] } },
    data: { state: "stored", problemJson: null, settledAt: null },
  });
  return count === 1;
}

/** Shops with deliveries that have waited since before `before`: their job was lost. */
export async function listShopIdsWithStoredBefore(db: Db, { before }: { before: Date }): Promise<string[]> {
  const rows = await acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<{ shopId: string }[]>`
      SELECT s."id" AS "shopId" FROM "Shop" s
      WHERE EXISTS (
        SELECT 1 FROM "InboxDelivery" d WHERE d."shopId" = s."id" AND d."state" = 'stored' AND d."receivedAt" < ${before}
      )`,
  );
  return rows.map((row) => row.shopId);
}

/** Deliveries of all shops that were set aside before `before` and that no job cares for any more. */
export async function listGivenUpOfAllShops(
  db: Db,
  { jobName, before, limit }: { jobName: string; before: Date; limit: number },
): Promise<{ shopId: string; deliveryId: string }[]> {
  return acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<{ shopId: string; deliveryId: string }[]>`
      SELECT d."shopId", d."id" AS "deliveryId" FROM "Shop" s
      JOIN "InboxDelivery" d ON d."shopId" = s."id" AND d."state" = 'retrying'
      WHERE d."receivedAt" < ${before} AND NOT ${hasOpenJob(db, { names: [jobName], key: Prisma.sql`d."id"` })}
      LIMIT ${limit}`,
  );
}

/** Takes the bodies of settled deliveries; their numbers stay, so that a repeat is known. */
export async function emptyDeliveries(
  db: Db,
  { shopId, deliveryIds }: { shopId: string; deliveryIds: readonly string[] },
): Promise<void> {
  if (deliveryIds.length === 0) return;
  await db.$executeRaw`
    UPDATE "InboxDelivery" SET "body" = '',
      "state" = CASE WHEN "state" IN ('dead', 'refused') THEN 'ignored' ELSE "state" END,
      "problemJson" = CASE WHEN "state" IN ('dead', 'refused') THEN '{"message":"erased"}' ELSE "problemJson" END
    WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(deliveryIds)} AND "state" NOT IN ('stored', 'retrying')`;
}

/** Deletes deliveries of a shop that was erased while the door still knew it. */
export async function deleteDeliveries(
  db: Db,
  { shopId, deliveryIds }: { shopId: string; deliveryIds: readonly string[] },
): Promise<void> {
  await db.inboxDelivery.deleteMany({ where: { shopId, id: { in: [...deliveryIds] } } });
}
