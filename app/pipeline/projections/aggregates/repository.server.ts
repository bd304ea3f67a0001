import { Prisma } from "~/generated/prisma/client";
import { type Db, dialectOf, toMinor } from "~/platform/db.server";
import { idsIn, rowsToJson, upsertSql } from "~/platform/sql.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import type { CohortDelta, CustomerDay, CustomerTotals, MonthTotals } from "./deltas";

type Scope = { shopId: string; customerIds: readonly string[] };

/** Valid orders of customers, day by day. */
export async function listCustomerDays(db: Db, { shopId, customerIds }: Scope): Promise<CustomerDay[]> {
  const rows = await db.$queryRaw<
    (Omit<CustomerDay, "orderCount" | "netMinor" | "firstAt" | "lastAt"> & {
      orderCount: bigint;
      netMinor: bigint;
      firstAt: Date | string;
      lastAt: Date | string;
    })[]
  >`
    SELECT "customerId", "placedOn" AS "day", "placedMonth" AS "month", COUNT(*) AS "orderCount", SUM("netMinor") AS "netMinor",
           MIN("placedAt") AS "firstAt", MAX("placedAt") AS "lastAt", MAX("currencyCode") AS "currencyCode"
    FROM "Order" WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(customerIds)} AND "isValid"
    GROUP BY "customerId", "placedOn", "placedMonth"`;
  return rows.map((row) => ({
    ...row,
    orderCount: Number(row.orderCount),
    netMinor: toMinor(row.netMinor),
    firstAt: new Date(row.firstAt),
    lastAt: new Date(row.lastAt),
  }));
}

/** What is stored of customers: their cohorts, and their months. */
export async function listStoredMonths(
  db: Db,
  { shopId, customerIds }: Scope,
): Promise<{ cohortOf: Map<string, string>; months: MonthTotals[] }> {
  const stats = await db.$queryRaw<{ customerId: string; firstOrderMonth: string }[]>`
    SELECT "customerId", "firstOrderMonth" FROM "CustomerStats"
    WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(customerIds)}`;
  if (stats.length === 0) return { cohortOf: new Map(), months: [] };
  const months = await db.$queryRaw<(Omit<MonthTotals, "netMinor"> & { netMinor: bigint })[]>`
    SELECT "customerId", "month", "orderCount", "netMinor" FROM "CustomerMonth"
    WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(customerIds)}`;
  return {
    cohortOf: new Map(stats.map(({ customerId, firstOrderMonth }) => [customerId, firstOrderMonth])),
    months: months.map((row) => ({ ...row, netMinor: toMinor(row.netMinor) })),
  };
}

const UPSERT_STATS = upsertSql({
  table: "CustomerStats",
  columns: [
    "shopId",
    "customerId",
    "orderCount",
    "netMinor",
    "currencyCode",
    "firstOrderAt",
    "lastOrderAt",
    "firstOrderMonth",
  ],
  key: ["shopId", "customerId"],
});
const UPSERT_MONTHS = upsertSql({
  table: "CustomerMonth",
  columns: ["shopId", "customerId", "month", "orderCount", "netMinor"],
  key: ["shopId", "customerId", "month"],
});

/** Stores the figures of customers and of their months. */
export async function saveTotals(
  db: Db,
  {
    shopId,
    customers,
    months,
  }: { shopId: string; customers: readonly CustomerTotals[]; months: readonly MonthTotals[] },
): Promise<void> {
  if (customers.length > 0)
    await db.$executeRawUnsafe(UPSERT_STATS, rowsToJson(customers.map((row) => ({ ...row, shopId }))));
  if (months.length > 0)
    await db.$executeRawUnsafe(UPSERT_MONTHS, rowsToJson(months.map((row) => ({ ...row, shopId }))));
}

/** Forgets customers without a valid order, and months without one. */
export async function deleteTotals(
  db: Db,
  { shopId, customerIds, months }: Scope & { months: readonly Pick<MonthTotals, "customerId" | "month">[] },
): Promise<void> {
  if (customerIds.length > 0)
    await db.$executeRaw`
      DELETE FROM "CustomerStats" WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(customerIds)}`;
  for (const { customerId, month } of months)
    await db.$executeRaw`
      DELETE FROM "CustomerMonth" WHERE "shopId" = ${shopId} AND "customerId" = ${customerId} AND "month" = ${month}`;
}

const ADD_COHORTS = upsertSql({
  table: "CohortMonth",
  columns: ["shopId", "cohort", "month", "customerCount", "orderCount", "netMinor"],
  key: ["shopId", "cohort", "month"],
  onConflict: "add",
});
const ADD_DAYS = upsertSql({
  table: "DayStats",
  columns: ["shopId", "day", "orderCount", "netMinor", "buyerCount"],
  key: ["shopId", "day"],
  onConflict: "add",
});

/** Adds to cohorts; those that are empty then are forgotten. */
export async function addToCohorts(
  db: Db,
  { shopId, deltas }: { shopId: string; deltas: readonly CohortDelta[] },
): Promise<void> {
  if (deltas.length === 0) return;
  await db.$executeRawUnsafe(ADD_COHORTS, rowsToJson(deltas.map((row) => ({ ...row, shopId }))));
  if (deltas.some((delta) => delta.customerCount < 0))
    await db.$executeRaw`DELETE FROM "CohortMonth" WHERE "shopId" = ${shopId} AND "customerCount" = 0`;
}

export type DayChange = { day: string; orderCount: number; netMinor: number; buyerCount: number };

/** Adds to days; those that are empty then are forgotten. */
export async function addToDays(
  db: Db,
  { shopId, changes }: { shopId: string; changes: readonly DayChange[] },
): Promise<void> {
  const real = changes.filter((change) => change.orderCount || change.netMinor || change.buyerCount);
  if (real.length === 0) return;
  await db.$executeRawUnsafe(ADD_DAYS, rowsToJson(real.map((row) => ({ ...row, shopId }))));
  if (real.some((change) => change.orderCount < 0)) {
    const days = real.map(({ day }) => day);
    await db.$executeRaw`
      DELETE FROM "DayStats" WHERE "shopId" = ${shopId} AND "day" IN ${idsIn(days)} AND "orderCount" = 0`;
  }
}

/** Counts anew the days named (YYYY-MM-DD in the shop's zone). Orders without a customer count, but have no buyer. */
export async function refreshDays(
  db: Db,
  { shopId, days }: { shopId: string; days: readonly string[] },
): Promise<void> {
  if (days.length === 0) return;
  await db.$executeRaw`DELETE FROM "DayStats" WHERE "shopId" = ${shopId} AND "day" IN ${idsIn(days)}`;
  await db.$executeRaw`
    INSERT INTO "DayStats" ("shopId", "day", "orderCount", "netMinor", "buyerCount")
    SELECT "shopId", "placedOn", COUNT(*), SUM("netMinor"), COUNT(DISTINCT "customerId")
    FROM "Order" WHERE "shopId" = ${shopId} AND "placedOn" IN ${idsIn(days)} AND "isValid"
    GROUP BY "shopId", "placedOn"`;
}

/**
 * Counts everything of a shop anew.
 *
 * On SQLite tables are read as they lie where most of them is the shop's: by an index that does not hold the figures, each
 * order would be fetched by itself.
 */
export async function rebuildAggregates(db: Db, { shopId }: { shopId: string }): Promise<void> {
  const asItLies = (await isMostlyOf(db, shopId)) ? Prisma.sql`NOT INDEXED` : Prisma.empty;
  await db.$executeRaw`DELETE FROM "CustomerMonth" WHERE "shopId" = ${shopId}`;
  await db.$executeRaw`
    INSERT INTO "CustomerMonth" ("shopId", "customerId", "month", "orderCount", "netMinor")
    SELECT ${shopId}, "customerId", "placedMonth", COUNT(*), SUM("netMinor")
    FROM "Order" ${asItLies} WHERE "shopId" = ${shopId} AND "customerId" IS NOT NULL AND "isValid"
    GROUP BY "customerId", "placedMonth"`;
  await db.$executeRaw`DELETE FROM "CustomerStats" WHERE "shopId" = ${shopId}`;
  await db.$executeRaw`
    INSERT INTO "CustomerStats" ("shopId", "customerId", "orderCount", "netMinor", "currencyCode", "firstOrderAt", "lastOrderAt", "firstOrderMonth")
    SELECT ${shopId}, "customerId", COUNT(*), SUM("netMinor"), MAX("currencyCode"), MIN("placedAt"), MAX("placedAt"), MIN("placedMonth")
    FROM "Order" ${asItLies} WHERE "shopId" = ${shopId} AND "customerId" IS NOT NULL AND "isValid"
    GROUP BY "customerId"`;
  await db.$executeRaw`DELETE FROM "CohortMonth" WHERE "shopId" = ${shopId}`;
  await db.$executeRaw`
    INSERT INTO "CohortMonth" ("shopId", "cohort", "month", "customerCount", "orderCount", "netMinor")
    SELECT ${shopId}, s."firstOrderMonth", m."month", COUNT(*), SUM(m."orderCount"), SUM(m."netMinor")
    FROM "CustomerMonth" m ${asItLies} CROSS JOIN "CustomerStats" s
    WHERE m."shopId" = ${shopId} AND s."shopId" = m."shopId" AND s."customerId" = m."customerId"
    GROUP BY s."firstOrderMonth", m."month"`;
  await db.$executeRaw`DELETE FROM "DayStats" WHERE "shopId" = ${shopId}`;
  await db.$executeRaw`
    INSERT INTO "DayStats" ("shopId", "day", "orderCount", "netMinor", "buyerCount")
    SELECT "shopId", "placedOn", COUNT(*), SUM("netMinor"), COUNT(DISTINCT "customerId")
    FROM "Order" WHERE "shopId" = ${shopId} AND "isValid"
    GROUP BY "shopId", "placedOn"`;
}

/** Whether most orders of a SQLite file are of this shop; PostgreSQL has statistics of its own. */
async function isMostlyOf(db: Db, shopId: string): Promise<boolean> {
  if (dialectOf(db) !== "sqlite") return false;
  return 2 * (await db.order.count({ where: { shopId } })) > (await countOrdersOfAllShops(db));
}

/** Deleted ones too: an upper bound. */
async function countOrdersOfAllShops(db: Db): Promise<number> {
  const [row] = await acrossShops(
    "how large the table is, whose ever the rows are",
    () => db.$queryRaw<{ count: bigint | null }[]>`SELECT MAX(rowid) AS "count" FROM "Order"`,
  );
  return Number(row?.count ?? 0);
}
