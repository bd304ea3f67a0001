import { type Db, toMinor } from "~/platform/db.server";

import { UNKNOWN_VERSION } from "../../orders/schema";
import { IMPORTED_VERSION } from "../../rules/imported";
import { figuresOf } from "../ports.server";
import { type ReconcileResource, surelyVisibleSince, wholeSecond } from "../rules";

type Scope = { shopId: string; scopes: string; at: Date };

/** Records made later than this are not counted on either side: their deliveries may still be on their way. */
const SETTLED_MS = 10 * 60_000;

/**
 * The search by which Shopify counts what `countHere` counts. Products have no such bound here, customers and orders are
 * counted up to ten minutes ago, orders of a token with a window from where they are surely visible.
 */
export function countQuery(resource: ReconcileResource, { scopes, at }: Scope): string {
  const until = wholeSecond(new Date(at.getTime() - SETTLED_MS));
  switch (resource) {
    case "customers":
      return `created_at:<'${until}'`;
    case "orders": {
      const since = surelyVisibleSince(scopes, at);
      return [...(since ? [`processed_at:>='${wholeSecond(since)}'`] : []), `processed_at:<'${until}'`].join(
        " ",
      );
    }
    case "products":
    case "checkouts":
      return "";
  }
}

/** How many records of a resource the copy holds, within the bounds of `countQuery`. */
export async function countHere(
  db: Db,
  resource: ReconcileResource,
  { shopId, scopes, at }: Scope,
): Promise<number> {
  const until = new Date(Math.floor((at.getTime() - SETTLED_MS) / 1_000) * 1_000);
  switch (resource) {
    case "customers":
      return countCustomers(db, { shopId, until });
    case "orders": {
      const since = surelyVisibleSince(scopes, at);
      const from = since ? new Date(Math.floor(since.getTime() / 1_000) * 1_000) : null;
      return db.order.count({
        where: {
          shopId,
          deletedAt: null,
          gid: { startsWith: "gid://shopify/Order/" },
          versionAt: { gt: from ? IMPORTED_VERSION : UNKNOWN_VERSION },
          placedAt: { lt: until, ...(from ? { gte: from } : {}) },
        },
      });
    }
    case "products":
      return db.product.count({ where: { shopId, deletedAt: null } });
    case "checkouts":
      return db.checkout.count({ where: { shopId, deletedAt: null } });
  }
}

/** A customer whose merge was taken back here is one with another at Shopify, for good, and counted there no more. */
async function countCustomers(db: Db, { shopId, until }: { shopId: string; until: Date }): Promise<number> {
  const [row] = await db.$queryRaw<{ count: bigint }[]>`
    SELECT COUNT(*) AS "count" FROM "Customer" c
    WHERE c."shopId" = ${shopId} AND c."deletedAt" IS NULL AND c."gid" LIKE 'gid://shopify/Customer/%'
      AND (c."registeredAt" IS NULL OR c."registeredAt" < ${until})
      AND NOT EXISTS (
        SELECT 1 FROM "CustomerMerge" m
        WHERE m."shopId" = ${shopId} AND m."fromCustomerId" = c."id" AND m."undoneAt" IS NOT NULL
      )`;
  return Number(row?.count ?? 0);
}

/** A record that we hold. `figures`: what Shopify counted of a customer when we last heard, as `figuresOf`. */
export type HeldRecord = { id: string; gid: string; versionAt: Date | null; figures?: string | null };

/** The next records to look for, by their ids; orders only from `placedSince` on. */
export async function listRecordsToFind(
  db: Db,
  {
    shopId,
    resource,
    after,
    placedSince,
    limit,
  }: {
    shopId: string;
    resource: ReconcileResource;
    after: string | null;
    placedSince: Date | null;
    limit: number;
  },
): Promise<HeldRecord[]> {
  const next = { id: { gt: after ?? "" }, deletedAt: null };
  const page = {
    orderBy: { id: "asc" },
    take: limit,
    select: { id: true, gid: true, versionAt: true },
  } as const;
  switch (resource) {
    case "customers": {
      const rows = await db.customer.findMany({
        ...page,
        where: { ...next, shopId, gid: { startsWith: "gid://shopify/Customer/" } },
        select: { ...page.select, shopifyOrderCount: true, shopifySpentMinor: true },
      });
      return rows.map(({ shopifyOrderCount: count, shopifySpentMinor: spent, ...row }) => ({
        ...row,
        figures: count === null || spent === null ? null : figuresOf(count, toMinor(spent)),
      }));
    }
    case "orders":
      return db.order.findMany({
        ...page,
        where: {
          ...next,
          shopId,
          gid: { startsWith: "gid://shopify/Order/" },
          placedAt: { gte: placedSince ?? UNKNOWN_VERSION },
        },
      });
    case "products":
      return db.product.findMany({ ...page, where: { ...next, shopId } });
    case "checkouts":
      return [];
  }
}

/** The latest order of each of these customers who has one. */
export function listLatestOrders(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<{ gid: string; customerId: string | null }[]> {
  if (customerIds.length === 0) return Promise.resolve([]);
  return db.order.findMany({
    where: {
      shopId,
      customerId: { in: [...customerIds] },
      deletedAt: null,
      gid: { startsWith: "gid://shopify/Order/" },
    },
    orderBy: [{ placedAt: "desc" }, { id: "desc" }],
    distinct: ["customerId"],
    select: { gid: true, customerId: true },
  });
}

const DELETED_AT_ONCE = 250;

/** Customers who were deleted here since `since` and whose orders are there, the latest first: the store deletes no such. */
export function listDeletedBuyers(
  db: Db,
  { shopId, since }: { shopId: string; since: Date },
): Promise<HeldRecord[]> {
  return db.$queryRaw<HeldRecord[]>`
    SELECT c."id", c."gid", c."versionAt" FROM "Customer" c
    WHERE c."shopId" = ${shopId} AND c."deletedAt" >= ${since} AND c."mergedIntoId" IS NULL
      AND EXISTS (
        SELECT 1 FROM "Order" o WHERE o."shopId" = ${shopId} AND o."customerId" = c."id" AND o."deletedAt" IS NULL
      )
    ORDER BY c."deletedAt" DESC, c."id" LIMIT ${DELETED_AT_ONCE}`;
}
