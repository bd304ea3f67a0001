import { matchingIds } from "~/engine/facts/queries.server";
import { Prisma } from "~/generated/prisma/client";
import { startOfDay } from "~/kit/day-start";
import { addMonths } from "~/kit/zone";
import { type Db, toMinor } from "~/platform/db.server";
import { searchPatternsOf } from "~/platform/search-index.server";

import type { CustomerListQuery, CustomerSegment, SortKey } from "../rules/list-query";

type Asked = {
  shopId: string;
  zone: string;
  query: CustomerListQuery;
  /** The instant a condition is asked of. */
  at: Date;
};

export type ListedCustomer = {
  id: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  emailConsentState: string | null;
  /** Null: only an order knows this customer. */
  knownId: string | null;
  deletedAt: string | Date | null;
  registeredAt: string | Date | null;
  orderCount: bigint | number | null;
  netMinor: bigint | number | null;
  lastOrderAt: string | Date | null;
  tierId: string | null;
};

/** A page of the customers a query asks for. The order is total, so pages neither repeat nor skip anyone. */
export async function listCustomers(
  db: Db,
  { limit, offset, ...asked }: Asked & { limit: number; offset: number },
): Promise<ListedCustomer[]> {
  return db.$queryRaw<ListedCustomer[]>`
    SELECT m."customerId" AS "id", c."firstName", c."lastName", c."email", c."emailConsentState", c."id" AS "knownId",
           c."deletedAt", c."registeredAt", s."orderCount", s."netMinor", s."lastOrderAt", v."tierId"
    ${fromAsked(asked)}
    ORDER BY ${orderOf(asked.query)} LIMIT ${limit} OFFSET ${offset}`;
}

/** How many customers a query asks for. */
export async function countCustomers(db: Db, asked: Asked): Promise<number> {
  const [row] = await db.$queryRaw<{ count: bigint }[]>`SELECT COUNT(*) AS "count" ${fromAsked(asked)}`;
  return toMinor(row?.count);
}

/** Whether the shop has any customer at all. */
export async function hasCustomers(db: Db, { shopId }: { shopId: string }): Promise<boolean> {
  return (await db.customer.findFirst({ where: { shopId }, select: { id: true } })) !== null;
}

function fromAsked({ shopId, zone, query, at }: Asked): Prisma.Sql {
  const { condition } = query;
  const conditions = [
    ...searchConditions(query.search),
    ...(query.tierId === null ? [] : [Prisma.sql`v."tierId" = ${query.tierId}`]),
    ...(query.consent === null ? [] : [CONSENT_CONDITIONS[query.consent]]),
  ];
  return Prisma.sql`
    FROM (${membersOf({ shopId, zone, segment: query.segment })}) m
    ${condition ? Prisma.sql`JOIN (${matchingIds({ shopId, zone, at, condition })}) k ON k."id" = m."customerId"` : Prisma.empty}
    LEFT JOIN "Customer" c ON c."shopId" = ${shopId} AND c."id" = m."customerId"
    LEFT JOIN "CustomerStats" s ON s."shopId" = ${shopId} AND s."customerId" = m."customerId"
    LEFT JOIN "VipMembership" v ON v."shopId" = ${shopId} AND v."customerId" = m."customerId"
    ${conditions.length > 0 ? Prisma.sql`WHERE ${Prisma.join(conditions, " AND ")}` : Prisma.empty}`;
}

/** Ids of a segment, those of deleted customers among them: they were counted too. Without one: all who exist. */
function membersOf({
  shopId,
  zone,
  segment,
}: {
  shopId: string;
  zone: string;
  segment: CustomerSegment | null;
}): Prisma.Sql {
  switch (segment?.kind) {
    case undefined:
      return Prisma.sql`SELECT "id" AS "customerId" FROM "Customer" WHERE "shopId" = ${shopId} AND "deletedAt" IS NULL`;
    case "buyers":
      return segment.to === null
        ? buyersSince({ shopId, zone, from: segment.from })
        : buyersOf({ shopId, from: segment.from, to: segment.to });
    case "repeat-buyers": {
      if (segment.to === null)
        return Prisma.sql`${buyersSince({ shopId, zone, from: segment.from })} AND "orderCount" >= 2`;
      const start = segment.from ? startOfDay(zone, segment.from) : new Date(0);
      // Someone who bought before the days, or twice within them.
      return Prisma.sql`
        SELECT s."customerId" FROM "CustomerStats" s
        JOIN (${buyersOf({ shopId, from: segment.from, to: segment.to })}) b ON b."customerId" = s."customerId"
        WHERE s."shopId" = ${shopId} AND (s."firstOrderAt" < ${start} OR b."orderCount" >= 2)`;
    }
    case "cohort":
      return Prisma.sql`
        SELECT "customerId" FROM "CustomerStats" WHERE "shopId" = ${shopId} AND "firstOrderMonth" = ${segment.cohort}`;
    case "cohort-month":
      return Prisma.sql`
        SELECT s."customerId" FROM "CustomerStats" s
        JOIN "CustomerMonth" m ON m."shopId" = s."shopId" AND m."customerId" = s."customerId"
        WHERE s."shopId" = ${shopId} AND s."firstOrderMonth" = ${segment.cohort}
          AND m."month" = ${addMonths(segment.cohort, segment.offset)}`;
    case "cohort-span":
      return Prisma.sql`
        SELECT s."customerId" FROM "CustomerStats" s
        JOIN "CustomerMonth" m ON m."shopId" = s."shopId" AND m."customerId" = s."customerId"
        WHERE s."shopId" = ${shopId} AND s."firstOrderMonth" >= ${segment.since} AND m."month" < ${segment.before}
          AND ${monthNumber(Prisma.sql`m."month"`)} - ${monthNumber(Prisma.sql`s."firstOrderMonth"`)} = ${segment.offset}`;
  }
}

/** Whoever's last order is in days that have no end bought in them; it is not their only one if they had bought before. */
function buyersSince({
  shopId,
  zone,
  from,
}: {
  shopId: string;
  zone: string;
  from: string | null;
}): Prisma.Sql {
  const start = from ? startOfDay(zone, from) : new Date(0);
  return Prisma.sql`
    SELECT "customerId" FROM "CustomerStats" WHERE "shopId" = ${shopId} AND "lastOrderAt" >= ${start}`;
}

function buyersOf({ shopId, from, to }: { shopId: string; from: string | null; to: string }): Prisma.Sql {
  return Prisma.sql`
    SELECT "customerId", COUNT(*) AS "orderCount" FROM "Order"
    WHERE "shopId" = ${shopId} AND "isValid" AND "deletedAt" IS NULL AND "customerId" IS NOT NULL
      AND "placedOn" BETWEEN ${from ?? "0000-01-01"} AND ${to}
    GROUP BY "customerId"`;
}

/** Months since year 0 of a YYYY-MM. */
function monthNumber(month: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(CAST(substr(${month}, 1, 4) AS INTEGER) * 12 + CAST(substr(${month}, 6, 2) AS INTEGER))`;
}

/** Every word must be the beginning of a word of the name, mail or phone number, as the search index has them. */
function searchConditions(search: string): Prisma.Sql[] {
  return searchPatternsOf(search).map((pattern) => Prisma.sql`c."searchText" LIKE ${pattern} ESCAPE '\\'`);
}

const CONSENT_CONDITIONS = {
  subscribed: Prisma.sql`UPPER(c."emailConsentState") = 'SUBSCRIBED'`,
  "not-subscribed": Prisma.sql`UPPER(c."emailConsentState") <> 'SUBSCRIBED'`,
  unknown: Prisma.sql`c."emailConsentState" IS NULL`,
} as const;

/** Who lacks the value comes last in both directions. */
function orderOf({ sort, direction }: CustomerListQuery): Prisma.Sql {
  const column = SORT_COLUMNS[sort];
  const way = direction === "asc" ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  return Prisma.sql`(${column} IS NULL), ${column} ${way}, m."customerId" ${way}`;
}

const SORT_COLUMNS: Record<SortKey, Prisma.Sql> = {
  "last-order": Prisma.sql`s."lastOrderAt"`,
  "net-spend": Prisma.sql`s."netMinor"`,
  orders: Prisma.sql`s."orderCount"`,
  name: Prisma.sql`NULLIF(c."sortKey", '')`,
  registered: Prisma.sql`c."registeredAt"`,
};
