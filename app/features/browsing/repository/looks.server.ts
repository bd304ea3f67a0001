import type { Db } from "~/platform/db.server";
import { upsertSql, rowsToJson } from "~/platform/sql.server";

import type { Look } from "../rules";
import type { VisitorRef } from "./visitors.server";

type VisitRef = VisitorRef & { visitStartedAt: Date };

const ADD_LOOKS = upsertSql({
  table: "BrowsedProduct",
  columns: [
    "shopId",
    "visitorKey",
    "visitStartedAt",
    "productId",
    "customerId",
    "viewCount",
    "isCarted",
    "lastViewedAt",
  ],
  key: ["shopId", "visitorKey", "visitStartedAt", "productId"],
});

const LOOK = { productId: true, viewCount: true, isCarted: true, lastViewedAt: true } as const;

export function listLooks(db: Db, { shopId, visitorKey, visitStartedAt }: VisitRef): Promise<Look[]> {
  return db.browsedProduct.findMany({
    where: { shopId, visitorKey, visitStartedAt },
    orderBy: { productId: "asc" },
    select: LOOK,
  });
}

/** Stores the products of a visit as they stand now. */
export async function saveLooks(
  db: Db,
  { looks, ...visit }: VisitRef & { customerId: string; looks: readonly Look[] },
): Promise<void> {
  if (looks.length === 0) return;
  await db.$executeRawUnsafe(ADD_LOOKS, rowsToJson(looks.map((look) => ({ ...visit, ...look }))));
}

/** Those of these products that are in the shop's catalogue and for sale. */
export async function listCatalogueIds(
  db: Db,
  { shopId, ids }: { shopId: string; ids: readonly string[] },
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.product.findMany({
    where: { shopId, id: { in: [...ids] }, deletedAt: null },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

/** When customers began the visits in which they looked at products: `customer product` → starts. */
export async function listVisitStarts(
  db: Db,
  {
    shopId,
    customerIds,
    productIds,
  }: { shopId: string; customerIds: readonly string[]; productIds: readonly string[] },
): Promise<Map<string, Date[]>> {
  const rows = await db.browsedProduct.findMany({
    where: { shopId, customerId: { in: [...customerIds] }, productId: { in: [...productIds] } },
    select: { customerId: true, productId: true, visitStartedAt: true },
  });
  const starts = Map.groupBy(rows, ({ customerId, productId }) => startsKey(customerId, productId));
  return new Map([...starts].map(([key, found]) => [key, found.map(({ visitStartedAt }) => visitStartedAt)]));
}

/** How `listVisitStarts` names a person's interest in a product. */
export function startsKey(customerId: string, productId: string): string {
  return `${customerId} ${productId}`;
}

/** Products of visits that customers began at these instants, by customer. */
export async function listLooksOfVisits(
  db: Db,
  {
    shopId,
    customerIds,
    starts,
  }: { shopId: string; customerIds: readonly string[]; starts: readonly Date[] },
): Promise<(Look & { customerId: string; visitStartedAt: Date })[]> {
  return db.browsedProduct.findMany({
    where: { shopId, customerId: { in: [...customerIds] }, visitStartedAt: { in: [...starts] } },
    select: { ...LOOK, customerId: true, visitStartedAt: true },
  });
}

/** Orders of customers, and what they did in checkouts, since an instant (inclusive). */
export async function listDeeds(
  db: Db,
  { shopId, customerIds, since }: { shopId: string; customerIds: readonly string[]; since: Date },
): Promise<{ customerId: string; at: Date }[]> {
  const customerId = { in: [...customerIds] };
  const orders = await db.order.findMany({
    where: { shopId, customerId, deletedAt: null, isTest: false, placedAt: { gte: since } },
    select: { customerId: true, placedAt: true },
  });
  const checkouts = await db.checkout.findMany({
    where: { shopId, customerId, deletedAt: null, activeAt: { gte: since } },
    select: { customerId: true, activeAt: true },
  });
  return [
    ...orders.map((order) => ({ who: order.customerId, at: order.placedAt })),
    ...checkouts.map((checkout) => ({ who: checkout.customerId, at: checkout.activeAt })),
  ].flatMap(({ who, at }) => (who === null ? [] : [{ customerId: who, at }]));
}
