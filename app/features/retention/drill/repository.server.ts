import { Prisma } from "~/generated/prisma/client";
import { addMonths } from "~/kit/zone";
import { type Db, toMinor } from "~/platform/db.server";

import { boundsOf } from "../repository.server";
import type { OrderSelection } from "./schema";

type Selected = {
  shopId: string;
  /** `orders`: those with these ids. */
  selection: OrderSelection | { kind: "orders"; ids: readonly string[] };
};

/** How many valid orders a selection holds, and what they brought. */
export async function sumSelectedOrders(
  db: Db,
  selected: Selected,
): Promise<{ orderCount: number; netMinor: number }> {
  const [row] = await db.$queryRaw<{ orderCount: bigint | null; netMinor: bigint | null }[]>`
    ${sumOf(selected)}`;
  return { orderCount: toMinor(row?.orderCount), netMinor: toMinor(row?.netMinor) };
}

/** Of cohorts it is what is kept of them, as in the table of cohorts. */
function sumOf({ shopId, selection }: Selected): Prisma.Sql {
  const ofCohorts = Prisma.sql`
    SELECT SUM(k."orderCount") AS "orderCount", SUM(k."netMinor") AS "netMinor" FROM "CohortMonth" k
    WHERE k."shopId" = ${shopId}`;
  switch (selection.kind) {
    case "cohort-month":
      return Prisma.sql`${ofCohorts} AND k."cohort" = ${selection.cohort}
        AND k."month" = ${addMonths(selection.cohort, selection.offset)}`;
    case "cohort-span":
      return Prisma.sql`${ofCohorts} AND k."cohort" >= ${selection.since} AND k."month" < ${selection.before}
        AND ${monthNumber("k", "month")} - ${monthNumber("k", "cohort")} = ${selection.offset}`;
    case "orders":
    case "range":
      return Prisma.sql`
        SELECT COUNT(*) AS "orderCount", SUM(o."netMinor") AS "netMinor" ${fromSelected({ shopId, selection })}`;
  }
}

export type SelectedOrder = {
  id: string;
  name: string;
  customerId: string | null;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  placedAt: string;
  financialStatus: string | null;
  totalMinor: bigint;
  netMinor: bigint;
};

/** A page of the selected orders, newest first. */
export async function listSelectedOrders(
  db: Db,
  { limit, offset, ...selected }: Selected & { limit: number; offset: number },
): Promise<SelectedOrder[]> {
  // First which, then what is told of them: the days are in order already, and only one page of names is looked up.
  return db.$queryRaw<SelectedOrder[]>`
    SELECT o."id", o."name", o."customerId", c."firstName", c."lastName", c."email", o."placedAt", o."financialStatus",
           o."totalMinor", o."netMinor"
    FROM (
      SELECT o."id" ${fromSelected(selected)}
      ORDER BY o."placedOn" DESC, o."placedAt" DESC, o."id" DESC LIMIT ${limit} OFFSET ${offset}
    ) p
    JOIN "Order" o ON o."shopId" = ${selected.shopId} AND @few AND o."id" = p."id"
    LEFT JOIN "Customer" c ON c."shopId" = ${selected.shopId} AND c."id" = o."customerId"
    ORDER BY o."placedOn" DESC, o."placedAt" DESC, o."id" DESC`;
}

function fromSelected({ shopId, selection }: Selected): Prisma.Sql {
  const condition = conditionOf(selection);
  if (selection.kind === "orders" || selection.kind === "range")
    return Prisma.sql`
      FROM "Order" o
      WHERE o."shopId" = ${shopId} AND o."isValid" AND o."deletedAt" IS NULL AND ${condition}`;
  // From the orders, which lie in order, to their buyers; SQLite would go the other way and sort.
  return Prisma.sql`
    FROM "Order" o CROSS JOIN "CustomerStats" s
    WHERE o."shopId" = ${shopId} AND o."isValid" AND o."deletedAt" IS NULL
      AND s."shopId" = ${shopId} AND s."customerId" = o."customerId" AND ${condition}`;
}

function conditionOf(selection: Selected["selection"]): Prisma.Sql {
  if (selection.kind === "orders") {
    return Prisma.sql`o."id" IN @ids(${JSON.stringify(selection.ids)})`;
  }
  if (selection.kind === "range") {
    const { from, to } = boundsOf(selection.range);
    return Prisma.sql`o."placedOn" BETWEEN ${from} AND ${to}`;
  }
  if (selection.kind === "cohort-month") {
    const month = addMonths(selection.cohort, selection.offset);
    return Prisma.sql`s."firstOrderMonth" = ${selection.cohort} AND o."placedMonth" = ${month}
      AND o."placedOn" BETWEEN ${`${month}-01`} AND ${`${month}-31`}`;
  }
  const { since, before, offset } = selection;
  return Prisma.sql`s."firstOrderMonth" >= ${since} AND o."placedMonth" < ${before}
    AND o."placedOn" BETWEEN ${`${since}-01`} AND ${`${before}-01`}
    AND ${monthNumber("o", "placedMonth")} - ${monthNumber("s", "firstOrderMonth")} = ${offset}`;
}

/** Months since year 0 of a YYYY-MM column. */
function monthNumber(
  table: "o" | "s" | "k",
  column: "placedMonth" | "firstOrderMonth" | "month" | "cohort",
): Prisma.Sql {
  const name = Prisma.raw(`${table}."${column}"`);
  return Prisma.sql`(CAST(substr(${name}, 1, 4) AS INTEGER) * 12 + CAST(substr(${name}, 6, 2) AS INTEGER))`;
}
