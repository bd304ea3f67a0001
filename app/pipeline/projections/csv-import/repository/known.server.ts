import type { Db } from "~/platform/db.server";

import { IMPORTED_VERSION, NAME_KEYED_GID } from "../../rules/imported";

/** What stands behind a row already: from Shopify itself, from an imported file, or a deletion. */
export type Standing = "told-by-shopify" | "imported";

/** Our customers with these addresses (trimmed, lower case), by address; the last changed where there are several. */
export async function findCustomersByEmail(
  db: Db,
  { shopId, emails }: { shopId: string; emails: readonly string[] },
): Promise<Map<string, { id: string; gid: string }>> {
  const rows = await db.customer.findMany({
    where: { shopId, email: { in: [...new Set(emails)] }, deletedAt: null },
    orderBy: [{ updatedAt: "asc" }, { id: "desc" }],
    select: { id: true, gid: true, email: true },
  });
  return new Map(rows.flatMap(({ email, ...row }) => (email === null ? [] : [[email, row] as const])));
}

/** How the customers with these ids are known; those that are not are left out. */
export async function findKnownCustomers(
  db: Db,
  { shopId, ids }: { shopId: string; ids: readonly string[] },
): Promise<Map<string, Standing>> {
  const rows = await db.customer.findMany({
    where: { shopId, id: { in: [...ids] } },
    select: { id: true, versionAt: true, deletedAt: true },
  });
  return new Map(
    rows.flatMap(({ id, versionAt, deletedAt }) =>
      // Whom only an order mentioned is not known yet.
      versionAt === null && deletedAt === null ? [] : [[id, standingOf(versionAt, deletedAt)] as const],
    ),
  );
}

export type KnownOrder = { standing: Standing; placedAt: Date; customerId: string | null };

/** How the orders with these ids are known; those that are not, or by a refund only, are left out. */
export async function findKnownOrders(
  db: Db,
  { shopId, ids }: { shopId: string; ids: readonly string[] },
): Promise<Map<string, KnownOrder>> {
  const rows = await db.order.findMany({
    where: { shopId, id: { in: [...ids] } },
    select: { id: true, versionAt: true, deletedAt: true, placedAt: true, customerId: true },
  });
  return new Map(
    rows.flatMap(({ id, versionAt, deletedAt, ...row }) =>
      versionAt < IMPORTED_VERSION && deletedAt === null
        ? []
        : [[id, { ...row, standing: standingOf(versionAt, deletedAt) }] as const],
    ),
  );
}

/**
 * Names of orders that are known by Shopify's id. Looked for around the days they were placed on: names have no index
 * of their own, and an order keeps its day but for the zone.
 */
export async function findNamesWithId(
  db: Db,
  { shopId, names, fromOn, toOn }: { shopId: string; names: readonly string[]; fromOn: string; toOn: string },
): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const rows = await db.order.findMany({
    where: {
      shopId,
      placedOn: { gte: fromOn, lte: toOn },
      name: { in: [...names] },
      gid: { gte: "gid://shopify/Order/", lt: "gid://shopify/Order0" },
    },
    select: { name: true },
  });
  return new Set(rows.map(({ name }) => name));
}

/** Orders known by their name only, in the order of their ids at the store, after `after`. */
export function listNameKeyedOrders(
  db: Db,
  { shopId, after, limit }: { shopId: string; after: string; limit: number },
): Promise<{ id: string; gid: string; name: string; placedOn: string }[]> {
  return db.order.findMany({
    // A range and not a prefix: the index on ids serves it.
    where: { shopId, gid: { gte: NAME_KEYED_GID, lt: "import:Order0", gt: after } },
    orderBy: { gid: "asc" },
    take: limit,
    select: { id: true, gid: true, name: true, placedOn: true },
  });
}

function standingOf(versionAt: Date | null, deletedAt: Date | null): Standing {
  return deletedAt === null && (versionAt === null || versionAt <= IMPORTED_VERSION)
    ? "imported"
    : "told-by-shopify";
}
