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
  const said = Prisma.sql`"shopId" = ${shopId} AND "channel" = ${channel}`;
  const before = Prisma.sql`
    SELECT b."toState" FROM "ConsentChange" b
    WHERE b."shopId" = ${shopId} AND b."customerId" = c."customerId" AND b."channel" = ${channel}
      AND b."occurredAt" <= ${at}
    ORDER BY b."occurredAt" DESC, b."id" DESC LIMIT 1`;
  const next = Prisma.sql`
    SELECT n."fromState" FROM "ConsentChange" n
    WHERE n."shopId" = ${shopId} AND n."customerId" = c."customerId" AND n."channel" = ${channel}
      AND n."occurredAt" > ${at}
    ORDER BY n."occurredAt" ASC, n."id" ASC LIMIT 1`;
  return Prisma.sql`
    SELECT c."customerId", LOWER(REPLACE(
      CASE WHEN l."customerId" IS NULL THEN c."state" ELSE COALESCE((${before}), (${next})) END, '_', '-'
    )) AS "value"
    FROM (
      SELECT "id" AS "customerId", ${STATES[channel]} AS "state" FROM "Customer"
      WHERE "shopId" = ${shopId}${andAmong('"id"', customerIds)}
    ) c
    LEFT JOIN (
      SELECT DISTINCT "customerId" FROM "ConsentChange"
      WHERE ${said}${andAmong('"customerId"', customerIds)} AND "occurredAt" > ${at}
    ) l ON l."customerId" = c."customerId"`;
}
