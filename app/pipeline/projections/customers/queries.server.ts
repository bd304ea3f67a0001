import { Prisma } from "~/generated/prisma/client";
import { type Db, toMinor } from "~/platform/db.server";
import { searchPatternsOf } from "~/platform/search-index.server";

export type CustomerFacts = {
  id: string;
  gid: string;
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  locale: string | null;
  countryCode: string | null;
  emailConsentState: string | null;
  dataSaleOptOut: boolean;
  /** Null: only an order mentioned them so far. */
  registeredAt: Date | null;
  tags: string[];
  /** Of valid orders; null when there is none. */
  orders: {
    orderCount: number;
    netMinor: number;
    currencyCode: string;
    firstOrderAt: Date;
    lastOrderAt: Date;
  } | null;
};

const FACTS = {
  id: true,
  gid: true,
  email: true,
  phone: true,
  firstName: true,
  lastName: true,
  locale: true,
  countryCode: true,
  emailConsentState: true,
  dataSaleOptOut: true,
  registeredAt: true,
} as const;

/** What is known of a customer, or null when unknown or deleted. */
export async function findCustomerFacts(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<CustomerFacts | null> {
  const row = await db.customer.findFirst({
    where: { shopId, id: customerId, deletedAt: null },
    select: {
      ...FACTS,
      tags: { where: { shopId }, select: { tag: true }, orderBy: { tagKey: "asc" } },
    },
  });
  if (!row) return null;
  const stats = await db.customerStats.findUnique({ where: { shopId_customerId: { shopId, customerId } } });
  const { tags, ...person } = row;
  return {
    ...person,
    tags: tags.map(({ tag }) => tag),
    orders: stats && {
      orderCount: stats.orderCount,
      netMinor: toMinor(stats.netMinor),
      currencyCode: stats.currencyCode,
      firstOrderAt: stats.firstOrderAt,
      lastOrderAt: stats.lastOrderAt,
    },
  };
}

/** The customer with this address (any case), the last changed when there are several; null when there is none. */
export async function findCustomerIdByEmail(
  db: Db,
  { shopId, email }: { shopId: string; email: string },
): Promise<string | null> {
  const row = await db.customer.findFirst({
    where: { shopId, email: email.trim().toLowerCase(), deletedAt: null },
    orderBy: [{ updatedAt: "desc" }, { id: "asc" }],
    select: { id: true },
  });
  return row?.id ?? null;
}

/** The customer that an id means: of one who was merged, the one they are now; null when unknown or deleted. */
export async function findStandingCustomerId(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<string | null> {
  const named = await db.customer.findFirst({
    where: { shopId, id: customerId },
    select: { id: true, mergedIntoId: true, deletedAt: true },
  });
  if (named?.mergedIntoId == null) return named && named.deletedAt === null ? named.id : null;
  const kept = await db.customer.findFirst({
    where: { shopId, id: named.mergedIntoId, deletedAt: null },
    select: { id: true },
  });
  return kept?.id ?? null;
}

/** The first 500 customers whose name, mail or phone number a search means. */
export async function findPeople(
  db: Db,
  { shopId, query }: { shopId: string; query: string },
): Promise<string[]> {
  const patterns = searchPatternsOf(query);
  if (patterns.length === 0) return [];
  const conditions = patterns.map((pattern) => Prisma.sql`"searchText" LIKE ${pattern} ESCAPE '\\'`);
  const people = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Customer" WHERE "shopId" = ${shopId} AND ${Prisma.join(conditions, " AND ")} LIMIT 500`;
  return people.map(({ id }) => id);
}

/** What customers are called, by id: their names, else their mail addresses; empty without either. */
export async function listCustomerNames(
  db: Db,
  { shopId, ids }: { shopId: string; ids: readonly string[] },
): Promise<Map<string, string>> {
  const rows = await db.customer.findMany({
    where: { shopId, id: { in: [...new Set(ids)] } },
    select: { id: true, firstName: true, lastName: true, email: true },
  });
  return new Map(
    rows.map((row) => [row.id, [row.firstName, row.lastName].filter(Boolean).join(" ") || (row.email ?? "")]),
  );
}
