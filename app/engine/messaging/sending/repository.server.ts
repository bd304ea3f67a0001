import { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/platform/db.server";
import { idsIn, toDbInstant } from "~/platform/sql.server";

import { TOPICS_OUTSIDE_BUDGET } from "../budget/priority";

/** Whose messages count together: the customer's, and those to the same address. */
export type PersonKey = { shopId: string; customerId: string | null; addressHash: string | null };

/** More than this many ahead of one message do not change when it leaves in any foreseeable time. */
const WAITING_LIMIT = 200;

function whoseMessages({ customerId, addressHash }: PersonKey) {
  return [...(customerId ? [{ customerId }] : []), ...(addressHash ? [{ addressHash }] : [])];
}

/** When a person was, or perhaps was, written to since an instant, within the budget; in no order. */
export async function listClaims(
  db: Db,
  { exceptId, since, ...person }: PersonKey & { exceptId: string | null; since: Date },
): Promise<Date[]> {
  const keys = whoseMessages(person);
  if (keys.length === 0) return [];
  const rows = await db.message.findMany({
    where: {
      shopId: person.shopId,
      OR: keys,
      claimedAt: { gt: since },
      topic: { notIn: [...TOPICS_OUTSIDE_BUDGET] },
      ...(exceptId ? { id: { not: exceptId } } : {}),
    },
    select: { claimedAt: true },
  });
  return rows.flatMap(({ claimedAt }) => (claimedAt ? [claimedAt] : []));
}

export type WaitingRow = {
  id: string;
  channel: string;
  priority: number;
  notBeforeAt: Date | null;
  createdAt: Date;
};

/** What waits to be sent to a person within the budget, most weight first. */
export async function listWaiting(
  db: Db,
  { exceptId, ...person }: PersonKey & { exceptId: string | null },
): Promise<WaitingRow[]> {
  const keys = whoseMessages(person);
  if (keys.length === 0) return [];
  return db.message.findMany({
    where: {
      shopId: person.shopId,
      OR: keys,
      claimedAt: null,
      state: "queued",
      topic: { notIn: [...TOPICS_OUTSIDE_BUDGET] },
      ...(exceptId ? { id: { not: exceptId } } : {}),
    },
    orderBy: [{ priority: "asc" }, { createdAt: "asc" }, { id: "asc" }],
    take: WAITING_LIMIT,
    select: { id: true, channel: true, priority: true, notBeforeAt: true, createdAt: true },
  });
}

/** How much of the budgets of customers is used since two instants, what waits included; who used nothing is left out. */
export async function countBudgetUse(
  db: Db,
  {
    shopId,
    customerIds,
    sinceDay,
    sinceWeek,
  }: { shopId: string; customerIds: readonly string[]; sinceDay: Date; sinceWeek: Date },
): Promise<{ customerId: string; dayCount: number; weekCount: number }[]> {
  const rows = await db.$queryRaw<{ customerId: string; dayCount: bigint; weekCount: bigint }[]>`
    SELECT "customerId",
      SUM(CASE WHEN "claimedAt" IS NULL OR "claimedAt" > ${toDbInstant(sinceDay)} THEN 1 ELSE 0 END) AS "dayCount",
      COUNT(*) AS "weekCount"
    FROM "Message"
    WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(customerIds)}
      AND "topic" NOT IN (${Prisma.join([...TOPICS_OUTSIDE_BUDGET])})
      AND ("claimedAt" > ${toDbInstant(sinceWeek)} OR ("claimedAt" IS NULL AND "state" = 'queued'))
    GROUP BY "customerId"`;
  return rows.map(({ customerId, dayCount, weekCount }) => {
    return { customerId, dayCount: Number(dayCount), weekCount: Number(weekCount) };
  });
}

export type Place = { countryCode: string | null; provinceCode: string | null };

/** Where a person lives, as far as known. */
export async function findPlace(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string | null },
): Promise<Place | null> {
  if (customerId === null) return null;
  return db.customer.findFirst({
    where: { shopId, id: customerId },
    select: { countryCode: true, provinceCode: true },
  });
}

type Key = { shopId: string; id: string };

/** Takes a place in the person's budget, in the transaction that decided it; null gives it back. */
export async function saveClaim(
  db: Db,
  { shopId, id, claimedAt }: Key & { claimedAt: Date | null },
): Promise<void> {
  await db.message.updateMany({ where: { shopId, id }, data: { claimedAt } });
}
