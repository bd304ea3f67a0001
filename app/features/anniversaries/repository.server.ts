import { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/platform/db.server";
import { idsIn, toDbInstant } from "~/platform/sql.server";

import type { Registrant } from "./rules";

export type Person = Registrant & { customerId: string };

/** The year of the shop's earliest registration, in UTC; null of a shop without one. */
export async function findFirstYear(db: Db, { shopId }: { shopId: string }): Promise<number | null> {
  const first = await db.customer.findFirst({
    where: { shopId, registeredAt: { not: null } },
    orderBy: { registeredAt: "asc" },
    select: { registeredAt: true },
  });
  return first?.registeredAt?.getUTCFullYear() ?? null;
}

/**
 * Customers who registered in one of the stretches, or have one of the tags, with those tags of theirs that begin with
 * the prefix. Neither deleted nor merged ones; in the order of their ids.
 *
 * @param asked.stretches From inclusive, to exclusive.
 * @param asked.prefix In lower case; empty: no tags are looked at.
 */
export async function listRegistrants(
  db: Db,
  {
    shopId,
    stretches,
    tagKeys,
    prefix,
  }: {
    shopId: string;
    stretches: readonly { from: Date; to: Date }[];
    tagKeys: readonly string[];
    prefix: string;
  },
): Promise<Person[]> {
  if (stretches.length + tagKeys.length === 0) return [];
  const found = [
    ...stretches.map(
      ({ from, to }) => Prisma.sql`
        SELECT r."id" FROM "Customer" r
        WHERE r."shopId" = ${shopId} AND r."registeredAt" >= ${toDbInstant(from)} AND r."registeredAt" < ${toDbInstant(to)}`,
    ),
    ...(tagKeys.length === 0
      ? []
      : [
          Prisma.sql`
            SELECT t."customerId" FROM "CustomerTag" t
            WHERE t."shopId" = ${shopId} AND t."tagKey" IN ${idsIn(tagKeys)}`,
        ]),
  ];
  const people = await db.$queryRaw<{ id: string; registeredAt: Date | string | null }[]>`
    SELECT "id", "registeredAt" FROM "Customer"
    WHERE "shopId" = ${shopId} AND "deletedAt" IS NULL AND "mergedIntoId" IS NULL 
      AND "id" IN (${Prisma.join(found, " UNION ALL ")})
    ORDER BY "id"`;
  const tagsOf = await listDateTags(db, { shopId, customerIds: people.map(({ id }) => id), prefix });
  return people.map(({ id, registeredAt }) => ({
    customerId: id,
    registeredAt: registeredAt === null ? null : new Date(registeredAt),
    tagKeys: tagsOf.get(id) ?? [],
  }));
}

async function listDateTags(
  db: Db,
  { shopId, customerIds, prefix }: { shopId: string; customerIds: readonly string[]; prefix: string },
): Promise<Map<string, string[]>> {
  const tags = new Map<string, string[]>();
  if (prefix === "" || customerIds.length === 0) return tags;
  const rows = await db.$queryRaw<{ customerId: string; tagKey: string }[]>`
    SELECT "customerId", "tagKey" FROM "CustomerTag"
    WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(customerIds)}
      AND SUBSTR("tagKey", 1, ${Prisma.raw(String(prefix.length))}) = ${prefix}`;
  for (const { customerId, tagKey } of rows) tags.set(customerId, [...(tags.get(customerId) ?? []), tagKey]);
  return tags;
}
