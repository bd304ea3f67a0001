import { Prisma } from "~/generated/prisma/client";
import type { FactScope } from "~/engine/facts/fact";
import type { ConsentChannel } from "~/kit/consent";
import { andAmong, type Sql } from "~/platform/sql.server";

const STATES = {
  email: Prisma.sql`"emailConsentState"`,
  sms: Prisma.sql`"smsConsentState"`,
} as const satisfies Record<ConsentChannel, Sql>;

/**
 * What people had said about marketing by `at`, as `not-subscribed`. Who said something later had said what the last
 * change until `at` says, or what the first one after it knew of before; everybody else what is known today.
 */
export function consentStates(channel: ConsentChannel, { shopId, customerIds, at }: FactScope): Sql {
  const said = Prisma.sql`
    SELECT b."toState" FROM "ConsentChange" b
    WHERE b."shopId" = ${shopId} AND b."customerId" = c."customerId" AND b."channel" = ${channel}
      AND b."occurredAt" <= ${at}
    ORDER BY b."occurredAt" DESC, b."id" DESC LIMIT 1`;
  const saidLater = (column: Sql) => Prisma.sql`
    SELECT ${column} FROM "ConsentChange" n
    WHERE n."shopId" = ${shopId} AND n."customerId" = c."customerId" AND n."channel" = ${channel}
      AND n."occurredAt" > ${at}`;
  const before = Prisma.sql`${saidLater(Prisma.sql`n."fromState"`)} ORDER BY n."occurredAt", n."id" LIMIT 1`;
  return Prisma.sql`
    SELECT c."customerId", LOWER(REPLACE(
      CASE WHEN EXISTS (${saidLater(Prisma.sql`1`)}) THEN COALESCE((${said}), (${before})) ELSE c."state" END, '_', '-'
    )) AS "value"
    FROM (
      SELECT "id" AS "customerId", ${STATES[channel]} AS "state" FROM "Customer"
      WHERE "shopId" = ${shopId}${andAmong('"id"', customerIds)}
    ) c`;
}
