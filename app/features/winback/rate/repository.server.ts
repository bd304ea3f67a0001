import { Prisma } from "~/generated/prisma/client";
import { CONTROL, flowExperiment, GLOBAL_EXPERIMENT } from "~/engine/experiments/schema";
import { type Db, toMinor } from "~/platform/db.server";
import { idsIn, type Sql, toDbInstant } from "~/platform/sql.server";

import { WIN_BACK_RECIPE } from "../flow/recipes";
import type { WinbackGroup } from "../schema";

export type LostOf = {
  shopId: string;
  /** Inclusive and exclusive. */
  from: Date;
  to: Date;
  /** T of the store when the window began. */
  lapseMs: number;
  /** Comparisons whose control was not written to. */
  experimentKeys: readonly string[];
};

/** The comparisons of the shop's win-back flows, and the one of everything. */
export async function listWinbackExperiments(db: Db, { shopId }: { shopId: string }): Promise<string[]> {
  const flows = await db.flow.findMany({
    where: { shopId, recipeKey: WIN_BACK_RECIPE },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  return [GLOBAL_EXPERIMENT, ...flows.map(({ id }) => flowExperiment(id))];
}

/**
 * Rows: `"customerId"`, `"isRecovered"` and `"isHeld"` (0 or 1), of everybody who was lost when the window began.
 *
 * Most of them are known by what is kept of their orders: the last was before. Only of those who ordered since the window
 * began, orders are looked at.
 */
function lostPeople({ shopId, from, to, lapseMs, experimentKeys }: LostOf): Sql {
  const [fromAt, toAt] = [toDbInstant(from), toDbInstant(to)];
  const lostSince = toDbInstant(new Date(from.getTime() - lapseMs));
  const ordered = (since: string, until: string) => Prisma.sql`EXISTS (
    SELECT 1 FROM "Order" o WHERE o."shopId" = ${shopId} AND o."customerId" = s."customerId" AND o."isValid"
      AND o."deletedAt" IS NULL AND o."placedAt" >= ${since} AND o."placedAt" < ${until})`;
  return Prisma.sql`
    SELECT l."customerId", l."isRecovered",
      CASE WHEN EXISTS (
        SELECT 1 FROM "ExperimentExposure" e WHERE e."shopId" = ${shopId} AND e."customerId" = l."customerId"
          AND e."experimentKey" IN ${idsIn(experimentKeys)} AND e."arm" = ${CONTROL} AND e."exposedAt" < ${toAt}
      ) THEN 1 ELSE 0 END AS "isHeld"
    FROM (
      SELECT s."customerId", 0 AS "isRecovered" FROM "CustomerStats" s
      WHERE s."shopId" = ${shopId} AND s."lastOrderAt" < ${lostSince}
      UNION ALL
      SELECT s."customerId", CASE WHEN ${ordered(fromAt, toAt)} THEN 1 ELSE 0 END AS "isRecovered"
      FROM "CustomerStats" s
      WHERE s."shopId" = ${shopId} AND s."lastOrderAt" >= ${fromAt} AND s."firstOrderAt" < ${lostSince}
        AND NOT ${ordered(lostSince, fromAt)}
    ) l
    JOIN "Customer" c ON c."shopId" = ${shopId} AND @few AND c."id" = l."customerId"
      AND c."deletedAt" IS NULL AND c."mergedIntoId" IS NULL`;
}

export type LostCounts = { lost: number; recovered: number };

/** How many were lost and came back, of those left out on purpose and of the others. */
export async function countLost(db: Db, lost: LostOf): Promise<{ treated: LostCounts; holdout: LostCounts }> {
  const rows = await db.$queryRaw<{ isHeld: bigint; lost: bigint; recovered: bigint | null }[]>`
    SELECT p."isHeld", COUNT(*) AS "lost", SUM(p."isRecovered") AS "recovered"
    FROM (${lostPeople(lost)}) p GROUP BY p."isHeld"`;
  const countsOf = (held: number): LostCounts => {
    const row = rows.find(({ isHeld }) => Number(isHeld) === held);
    return { lost: toMinor(row?.lost), recovered: toMinor(row?.recovered) };
  };
  return { treated: countsOf(0), holdout: countsOf(1) };
}

export type LostRow = {
  id: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  lastOrderAt: Date;
  cameBackAt: Date | null;
};

/** Names and orders of lost people, in the order of their ids. */
export async function listLostRows(
  db: Db,
  {
    shopId,
    from,
    to,
    customerIds,
  }: Pick<LostOf, "shopId" | "from" | "to"> & { customerIds: readonly string[] },
): Promise<LostRow[]> {
  const [fromAt, toAt] = [toDbInstant(from), toDbInstant(to)];
  const rows = await db.$queryRaw<LostRow[]>`
    SELECT c."id", c."firstName", c."lastName", c."email",
      MAX(CASE WHEN o."placedAt" < ${fromAt} THEN o."placedAt" END) AS "lastOrderAt",
      MIN(CASE WHEN o."placedAt" >= ${fromAt} AND o."placedAt" < ${toAt} THEN o."placedAt" END) AS "cameBackAt"
    FROM "Customer" c
    JOIN "Order" o ON o."shopId" = ${shopId} AND o."customerId" = c."id"
      AND o."isValid" AND o."deletedAt" IS NULL
    WHERE c."shopId" = ${shopId} AND c."id" IN ${idsIn(customerIds)}
    GROUP BY c."id", c."firstName", c."lastName", c."email" ORDER BY c."id"`;
  return rows.map((row) => ({
    ...row,
    lastOrderAt: new Date(row.lastOrderAt),
    cameBackAt: row.cameBackAt === null ? null : new Date(row.cameBackAt),
  }));
}

/** A page of the people a figure counts, in the order of their ids. */
export async function listLostIds(
  db: Db,
  {
    group: { who, among },
    afterCustomerId,
    limit,
    ...lost
  }: LostOf & { group: WinbackGroup; afterCustomerId: string | null; limit: number },
): Promise<string[]> {
  const conditions = [
    who === "recovered" ? Prisma.sql` AND p."isRecovered" = 1` : Prisma.empty,
    among === "all"
      ? Prisma.empty
      : Prisma.sql` AND p."isHeld" = ${Prisma.raw(among === "holdout" ? "1" : "0")}`,
  ];
  const rows = await db.$queryRaw<{ customerId: string }[]>`
    SELECT p."customerId" FROM (${lostPeople(lost)}) p
    WHERE p."customerId" > ${afterCustomerId ?? ""}${conditions[0]}${conditions[1]}
    ORDER BY p."customerId" LIMIT ${limit}`;
  return rows.map(({ customerId }) => customerId);
}
