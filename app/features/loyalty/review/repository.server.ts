import type { Db } from "~/platform/db.server";
import { toDbInstant } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";

import type { Owner } from "../rules/ledger";

/** Single earnings that tell what is usual. */
const LATEST = 200;

export type Earning = Owner & { id: string; points: number };

type EarningRow = Owner & { id: string; points: bigint | number };

/** What owners earned after `since`; points by hand are left out. */
export async function listRecentEarnings(
  db: Db,
  { shopId, owners, since }: { shopId: string; owners: readonly Owner[]; since: Date },
): Promise<Earning[]> {
  const customerIds = owners.flatMap(({ customerId }) => customerId ?? []);
  const guestKeys = owners.flatMap(({ guestKey }) => guestKey ?? []);
  const rows = await db.$queryRaw<EarningRow[]>`
    SELECT "id", "customerId", "guestKey", -"issued" - "clawedBack" AS "points" FROM "PointsLot"
    WHERE "shopId" = ${shopId} AND "earnedAt" > ${toDbInstant(since)} AND "sourceKind" NOT IN ('manual', 'returned')
      AND ("customerId" IN ${idsIn(customerIds)} OR "guestKey" IN ${idsIn(guestKeys)})`;
  return rows.map((row) => ({ ...row, points: Number(row.points) }));
}

/** Points of the shop's latest earnings, without those a person rejected. */
export async function listLatestEarnings(db: Db, { shopId }: { shopId: string }): Promise<number[]> {
  const rows = await db.$queryRaw<{ points: bigint | number }[]>`
    SELECT -"issued" AS "points" FROM "PointsLot"
    WHERE "shopId" = ${shopId} AND "sourceKind" NOT IN ('manual', 'returned')
      AND ("review" IS NULL OR "review" = 'released')
    ORDER BY "earnedAt" DESC LIMIT ${LATEST}`;
  return rows.map(({ points }) => Number(points));
}
