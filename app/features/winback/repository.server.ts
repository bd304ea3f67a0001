import { Prisma } from "~/generated/prisma/client";
import { startOfDay } from "~/kit/day-start";
import { DAY_MS } from "~/kit/duration";
import { monthIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";
import { idsIn, type Sql, toDbInstant } from "~/platform/sql.server";

import {
  LONGEST_GAP_MS,
  RHYTHM_ORDERS,
  SHORTEST_LAPSE_MS,
  STORE_GAPS,
  STORE_LAPSE_MS,
  type Stretch,
} from "./rules";
import type { LapseSettings } from "./schema";

/** A whole number that is no parameter: databases then know its type. */
const whole = (value: number): Sql => Prisma.raw(String(Math.trunc(value)));

/** Days of orders that T of a store is taken from. */
const STORE_WINDOW_DAYS = 730;

type At = { shopId: string; zone: string; at: Date };

/** Valid orders placed by `at`. `among` narrows them: it begins with AND, or is empty. */
function ordersBy({ shopId, at, among }: { shopId: string; at: Date; among: Sql }): Sql {
  return Prisma.sql`
    SELECT "customerId", @ms("placedAt") AS "ms" FROM "Order"
    WHERE "shopId" = ${shopId} AND "customerId" IS NOT NULL AND "isValid" AND "deletedAt" IS NULL
      AND "placedAt" <= ${toDbInstant(at)}${among}`;
}

/**
 * One row: `"storeMs"`, T of the store as `storeLapseMs` (rules.ts) has it, of the two years before this month began.
 *
 * It is taken once a month so that it does not move between two looks.
 */
function storeLapse({ shopId, zone, at, smallStoreDays }: At & { smallStoreDays: number }): Sql {
  const begin = startOfDay(zone, `${monthIn(zone, at)}-01`);
  const since = new Date(begin.getTime() - STORE_WINDOW_DAYS * DAY_MS);
  const among = Prisma.sql` AND "placedAt" > ${toDbInstant(since)}`;
  const rank = Prisma.sql`MIN(CASE WHEN r."position" * 10 >= r."gapCount" * 9 THEN r."gap" END)`;
  const { min, max } = STORE_LAPSE_MS;
  return Prisma.sql`
    SELECT CASE WHEN COUNT(*) < ${whole(STORE_GAPS)} THEN CAST(${whole(smallStoreDays * DAY_MS)} AS BIGINT)
      WHEN ${rank} < ${whole(min)} THEN CAST(${whole(min)} AS BIGINT)
      WHEN ${rank} > ${whole(max)} THEN CAST(${whole(max)} AS BIGINT)
      ELSE ${rank} END AS "storeMs"
    FROM (
      SELECT g."gap", ROW_NUMBER() OVER (ORDER BY g."gap") AS "position", COUNT(*) OVER () AS "gapCount"
      FROM (
        SELECT p."ms" - LAG(p."ms") OVER (PARTITION BY p."customerId" ORDER BY p."ms") AS "gap"
        FROM (${ordersBy({ shopId, at: new Date(begin.getTime() - 1), among })}) p
      ) g
      WHERE g."gap" IS NOT NULL
    ) r`;
}

/** T of the store at an instant, in milliseconds. */
export async function getStoreLapseMs(db: Db, asked: At & { smallStoreDays: number }): Promise<number> {
  const [row] = await db.$queryRaw<{ storeMs: bigint | number }[]>`
    SELECT t."storeMs" FROM (${storeLapse(asked)}) t`;
  return Number(row?.storeMs);
}

/** Rows: `"customerId"`, `"lastMs"`, and `"ownMs"`, null of people without a rhythm: `ownLapseMs` of rules.ts. */
function rhythms({ times, ...scope }: { shopId: string; at: Date; among: Sql; times: number }): Sql {
  const isMiddle = Prisma.sql`g."orderCount" >= ${whole(RHYTHM_ORDERS)}
    AND g."position" IN ((g."gapCount" + 1) / 2, (g."gapCount" + 2) / 2)`;
  const own = Prisma.sql`((m."low" + m."high") * ${whole(times * 2)}) / 4`;
  return Prisma.sql`
    SELECT m."customerId", m."lastMs", CASE WHEN m."low" IS NULL THEN NULL
      WHEN ${own} < ${whole(SHORTEST_LAPSE_MS)} THEN CAST(${whole(SHORTEST_LAPSE_MS)} AS BIGINT) ELSE ${own} END AS "ownMs"
    FROM (
      SELECT g."customerId", MAX(g."ms") AS "lastMs", MIN(CASE WHEN ${isMiddle} THEN g."gap" END) AS "low",
             MAX(CASE WHEN ${isMiddle} THEN g."gap" END) AS "high"
      FROM (
        SELECT s."customerId", s."ms", s."gap", COUNT(*) OVER (PARTITION BY s."customerId") AS "orderCount",
               COUNT(s."gap") OVER (PARTITION BY s."customerId") AS "gapCount",
               ROW_NUMBER() OVER (
                 PARTITION BY s."customerId" ORDER BY COALESCE(s."gap", ${whole(2 * LONGEST_GAP_MS)})
               ) AS "position"
        FROM (
          SELECT l."customerId", l."ms", CASE WHEN l."gap" <= ${whole(LONGEST_GAP_MS)} THEN l."gap" END AS "gap"
          FROM (
            SELECT p."customerId", p."ms",
                   p."ms" - LAG(p."ms") OVER (PARTITION BY p."customerId" ORDER BY p."ms") AS "gap"
            FROM (${ordersBy(scope)}) p
          ) l
        ) s
      ) g
      GROUP BY g."customerId"
    ) m`;
}

/** Rows: `"customerId"` and whole days of 24 hours since they lapsed, of those who have, by `decideLapse` of rules.ts. */
export function daysOverdue({
  settings: { times, smallStoreDays },
  among,
  ...scope
}: At & { among: Sql; settings: LapseSettings }): Sql {
  const now = whole(scope.at.getTime());
  return Prisma.sql`
    SELECT t."customerId", (CAST(${now} AS BIGINT) - t."lastMs" - t."lapseMs") / ${whole(DAY_MS)} AS "value"
    FROM (
      SELECT r."customerId", r."lastMs", COALESCE(r."ownMs", b."storeMs") AS "lapseMs"
      FROM (${rhythms({ ...scope, among, times })}) r CROSS JOIN (${storeLapse({ ...scope, smallStoreDays })}) b
    ) t
    WHERE t."lastMs" + t."lapseMs" <= ${now}`;
}

type Asked = { shopId: string; stretch: Stretch; settings: LapseSettings };

/** Who lapsed in a stretch and did not order in it, with their last order; `lapsesWithin` of rules.ts as one statement. */
export async function listLapsed(
  db: Db,
  { shopId, stretch, settings }: Asked,
): Promise<{ customerId: string; lastMs: number; lapseMs: number }[]> {
  const { from, to, storeMs } = stretch;
  const { rule, days, times } = settings;
  const [own, before, after] =
    rule === "fixed-days"
      ? [Prisma.sql`CAST(NULL AS BIGINT)`, days * DAY_MS, days * DAY_MS]
      : [Prisma.sql`r."ownMs"`, storeMs.from, storeMs.to];
  const lapse = (fallback: number) => Prisma.sql`COALESCE(${own}, ${whole(fallback)})`;
  const among = Prisma.sql` AND "customerId" IN (
    SELECT "customerId" FROM "CustomerStats" WHERE "shopId" = ${shopId} AND (${mayLapse({ stretch, settings })}))`;
  const rows = await db.$queryRaw<{ customerId: string; lastMs: bigint; lapseMs: bigint }[]>`
    SELECT r."customerId", r."lastMs", ${lapse(after)} AS "lapseMs"
    FROM (${rhythms({ shopId, at: new Date(to), among, times })}) r
    WHERE r."lastMs" <= ${whole(from)} AND r."lastMs" + ${lapse(before)} > ${whole(from)}
      AND r."lastMs" + ${lapse(after)} <= ${whole(to)}
    ORDER BY r."customerId"`;
  return rows.map(({ customerId, lastMs, lapseMs }) => ({
    customerId,
    lastMs: Number(lastMs),
    lapseMs: Number(lapseMs),
  }));
}

/**
 * Who may have lapsed in a stretch, by what is kept of their orders: nearly everybody need not be looked at.
 *
 * Of n gaps the larger half is at least the median, so the median is at most their sum by half of n. Who ordered after
 * the stretch has other figures today: they are looked at.
 */
function mayLapse({ stretch: { from, to, storeMs }, settings }: Omit<Asked, "shopId">): Sql {
  const { rule, days, times } = settings;
  const lastIn = (longest: number, shortest: number) => Prisma.sql`
    "lastOrderAt" > ${toDbInstant(new Date(from - longest))} AND "lastOrderAt" <= ${toDbInstant(new Date(to - shortest))}`;
  const since = Prisma.sql`"lastOrderAt" > ${toDbInstant(new Date(to))}`;
  if (rule === "fixed-days") return Prisma.sql`${since} OR (${lastIn(days * DAY_MS, days * DAY_MS)})`;
  const longest = Math.max(SHORTEST_LAPSE_MS, storeMs.from);
  const span = Prisma.sql`(@ms("lastOrderAt") - @ms("firstOrderAt"))`;
  const isNear = Prisma.sql`${whole(from)} - @ms("lastOrderAt") <= ${whole(longest)}
    OR ${whole(from)} - @ms("lastOrderAt") <= (${span} * ${whole(times * 2)}) / (2 * ("orderCount" / 2)) + 1`;
  return Prisma.sql`${since}
    OR ("orderCount" < ${whole(RHYTHM_ORDERS)} AND ${lastIn(storeMs.from, storeMs.to)})
    OR ("orderCount" >= ${whole(RHYTHM_ORDERS)} AND (${isNear})
      AND ${lastIn(Math.max(times * LONGEST_GAP_MS, storeMs.from), Math.min(SHORTEST_LAPSE_MS, storeMs.to))})`;
}

/** Instants of all valid orders by the stretch's end, of those who ordered in it, ascending. */
export async function listOrdersOfBuyers(
  db: Db,
  { shopId, stretch: { from, to } }: Pick<Asked, "shopId" | "stretch">,
): Promise<Map<string, number[]>> {
  const end = new Date(to);
  const since = Prisma.sql` AND "placedAt" > ${toDbInstant(new Date(from))}`;
  const among = Prisma.sql` AND "customerId" IN (
    SELECT w."customerId" FROM (${ordersBy({ shopId, at: end, among: since })}) w)`;
  const rows = await db.$queryRaw<{ customerId: string; ms: bigint }[]>`
    SELECT p."customerId", p."ms" FROM (${ordersBy({ shopId, at: end, among })}) p ORDER BY p."customerId", p."ms"`;
  return groupByCustomer(rows);
}

/** Of these customers, those who still are: neither deleted nor merged into others. */
export async function listPresent(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<Set<string>> {
  if (customerIds.length === 0) return new Set();
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Customer" WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(customerIds)}
      AND "deletedAt" IS NULL AND "mergedIntoId" IS NULL`;
  return new Set(rows.map(({ id }) => id));
}

/** Instants of valid orders of customers after `since` until `at` (inclusive), by customer; who has none is left out. */
export async function listOrdersSince(
  db: Db,
  {
    shopId,
    customerIds,
    since,
    at,
  }: { shopId: string; customerIds: readonly string[]; since: Date; at: Date },
): Promise<Map<string, number[]>> {
  if (customerIds.length === 0) return new Map();
  const among = Prisma.sql` AND "placedAt" > ${toDbInstant(since)} AND "customerId" IN ${idsIn(customerIds)}`;
  const rows = await db.$queryRaw<{ customerId: string; ms: bigint }[]>(ordersBy({ shopId, at, among }));
  return groupByCustomer(rows);
}

function groupByCustomer(rows: readonly { customerId: string; ms: bigint }[]): Map<string, number[]> {
  const orders = new Map<string, number[]>();
  for (const { customerId, ms } of rows) {
    const placedAt = orders.get(customerId) ?? [];
    placedAt.push(Number(ms));
    orders.set(customerId, placedAt);
  }
  return orders;
}
