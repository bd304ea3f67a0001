import { Prisma } from "~/generated/prisma/client";
import type { FactScope } from "~/engine/facts/fact";
import { andAmong, type Sql } from "~/platform/sql.server";

import { daysUntil } from "./orders.server";

/** A value out of each customer's own row. */
function ofCustomers({ shopId, customerIds }: FactScope, value: Sql): Sql {
  return Prisma.sql`
    SELECT "id" AS "customerId", ${value} AS "value" FROM "Customer"
    WHERE "shopId" = ${shopId}${andAmong('"id"', customerIds)}`;
}

export function countries(scope: FactScope): Sql {
  return ofCustomers(scope, Prisma.sql`UPPER("countryCode")`);
}

export function cities(scope: FactScope): Sql {
  return ofCustomers(scope, Prisma.sql`"city"`);
}

/** `pl` of pl-PL: the language without its region. */
export function languages(scope: FactScope): Sql {
  return ofCustomers(
    scope,
    Prisma.sql`LOWER(CASE WHEN LENGTH("locale") = 3 OR SUBSTR("locale", 4, 1) = '-'
      THEN SUBSTR("locale", 1, 3) ELSE SUBSTR("locale", 1, 2) END)`,
  );
}

export function accounts(scope: FactScope): Sql {
  return ofCustomers(
    scope,
    Prisma.sql`CASE WHEN "state" IS NULL THEN NULL WHEN UPPER("state") = 'ENABLED' THEN TRUE ELSE FALSE END`,
  );
}

/** Of merged customers the earliest: a merge keeps it with the customer who stays. */
export function registrations(scope: FactScope): Sql {
  return ofCustomers(scope, Prisma.sql`CASE WHEN "registeredAt" <= ${scope.at} THEN "registeredAt" END`);
}

/** Whole days of 24 hours. */
export function daysSinceRegistration(scope: FactScope): Sql {
  const days = daysUntil(scope.at, Prisma.sql`@ms("registeredAt")`);
  return ofCustomers(scope, Prisma.sql`CASE WHEN "registeredAt" <= ${scope.at} THEN ${days} END`);
}

/**
 * Tags in lower case. Of the past: today's without those that came later, and with those that were taken away later, as
 * far as single changes are known.
 */
export function tags({ shopId, customerIds, at }: FactScope): Sql {
  const among = andAmong('t."customerId"', customerIds);
  return Prisma.sql`
    SELECT t."customerId", t."tagKey" AS "value" FROM "CustomerTag" t
    WHERE t."shopId" = ${shopId}${among} AND NOT EXISTS (
      SELECT 1 FROM "CustomerTagChange" n
      WHERE n."shopId" = t."shopId" AND n."customerId" = t."customerId" AND n."tagKey" = t."tagKey"
        AND n."isPresent" AND n."changedAt" > ${at}
    )
    UNION
    SELECT t."customerId", t."tagKey" FROM "CustomerTagChange" t
    WHERE t."shopId" = ${shopId}${among} AND NOT t."isPresent" AND t."changedAt" > ${at}`;
}
