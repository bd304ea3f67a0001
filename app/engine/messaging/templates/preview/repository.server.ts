import { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/platform/db.server";
import { searchPatternsOf } from "~/platform/search-index.server";

export type PersonRow = {
  id: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
};

/** Customers by the beginnings of name or address, to preview a mail as one of them; by name, in the same order always. */
export async function searchPeople(
  db: Db,
  { shopId, search, limit }: { shopId: string; search: string; limit: number },
): Promise<PersonRow[]> {
  const patterns = searchPatternsOf(search);
  if (patterns.length === 0) return [];
  const conditions = patterns.map((pattern) => Prisma.sql`"searchText" LIKE ${pattern} ESCAPE '\\'`);
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Customer"
    WHERE "shopId" = ${shopId} AND "deletedAt" IS NULL AND ${Prisma.join(conditions, " AND ")}
    ORDER BY "sortKey", "id" LIMIT ${limit}`;
  const people = await db.customer.findMany({
    where: { shopId, id: { in: rows.map(({ id }) => id) } },
    select: { id: true, firstName: true, lastName: true, email: true },
  });
  const byId = new Map(people.map((person) => [person.id, person]));
  return rows.flatMap(({ id }) => byId.get(id) ?? []);
}

/** How many mails of the shop were written from each template since an instant, by key. */
export async function countMessagesByTemplate(
  db: Db,
  { shopId, since }: { shopId: string; since: Date },
): Promise<ReadonlyMap<string, number>> {
  const groups = await db.message.groupBy({
    by: ["templateKey"],
    where: { shopId, templateKey: { not: null }, state: "sent", createdAt: { gte: since } },
    _count: true,
  });
  return new Map(groups.map(({ templateKey, _count }) => [templateKey ?? "", _count]));
}

/** Some products of the shop, so that the merchant sees their own mail and not somebody's. */
export async function listSampleProductIds(db: Db, { shopId }: { shopId: string }): Promise<string[]> {
  const rows = await db.product.findMany({
    where: { shopId, status: "ACTIVE", deletedAt: null, isGiftCard: false },
    orderBy: { id: "asc" },
    take: 2,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
