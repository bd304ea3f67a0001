import { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/platform/db.server";
import { idsIn, toDbInstant } from "~/platform/sql.server";

import { TOPICS_OUTSIDE_BUDGET } from "../budget/priority";
import { peopleKeysOf } from "../people-keys";

/** Whose messages count together: the customer's, and those to the same address. */
export type PersonKey = { customerId: string | null; addressHash: string | null };

type People = { shopId: string; people: readonly PersonKey[] };

const OUTSIDE_BUDGET = JSON.stringify(TOPICS_OUTSIDE_BUDGET);

export type ClaimRow = PersonKey & { id: string; claimedAt: Date };

/** When people were, or perhaps were, written to since an instant, within the budget; in no order. */
export function listClaims(db: Db, { shopId, people, since }: People & { since: Date }): Promise<ClaimRow[]> {
  const { customerIds, addressHashes } = peopleKeysOf(people);
  return db.$queryRawUnsafe<ClaimRow[]>(
    LIST_CLAIMS,
    ...[shopId, since, OUTSIDE_BUDGET, JSON.stringify(customerIds)],
    ...[shopId, since, OUTSIDE_BUDGET, JSON.stringify(addressHashes)],
  );
}

/** By customer, and by address: each has its index. */
const ofPeople = (select: string) =>
  `${select} "customerId" IN @ids(?) UNION ${select} "addressHash" IN @ids(?)`;

const LIST_CLAIMS = ofPeople(`SELECT "id", "customerId", "addressHash", "claimedAt" FROM "Message"
  WHERE "shopId" = ? AND "claimedAt" > ? AND "topic" NOT IN @ids(?) AND`);

export type WaitingRow = PersonKey & {
  id: string;
  channel: string;
  priority: number;
  notBeforeAt: Date | null;
  createdAt: Date;
};

/** What waits to be sent to people within the budget; in no order. */
export function listWaiting(db: Db, { shopId, people }: People): Promise<WaitingRow[]> {
  const { customerIds, addressHashes } = peopleKeysOf(people);
  return db.$queryRawUnsafe<WaitingRow[]>(
    LIST_WAITING,
    ...[shopId, OUTSIDE_BUDGET, JSON.stringify(customerIds)],
    ...[shopId, OUTSIDE_BUDGET, JSON.stringify(addressHashes)],
  );
}

const LIST_WAITING =
  ofPeople(`SELECT "id", "customerId", "addressHash", "channel", "priority", "notBeforeAt", "createdAt"
  FROM "Message"
  WHERE "shopId" = ? AND "claimedAt" IS NULL AND "state" = 'queued' AND "topic" NOT IN @ids(?) AND`);

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

/** Where customers live, by our ids; those that are unknown are left out. */
export async function listPlaces(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<Map<string, Place>> {
  if (customerIds.length === 0) return new Map();
  const rows = await db.$queryRaw<(Place & { id: string })[]>`
    SELECT "id", "countryCode", "provinceCode" FROM "Customer"
    WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(customerIds)}`;
  return new Map(rows.map(({ id, ...place }) => [id, place]));
}

/** Takes places in people's budgets, in the transaction that decided it; null gives them back. */
export async function saveClaims(
  db: Db,
  { shopId, ids, claimedAt }: { shopId: string; ids: readonly string[]; claimedAt: Date | null },
): Promise<void> {
  if (ids.length === 0) return;
  await db.$executeRaw`
    UPDATE "Message" SET "claimedAt" = ${claimedAt} WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(ids)}`;
}
