import { Prisma } from "~/generated/prisma/client";
import { type Db, toDbInstant } from "~/platform/db.server";
import { contactHash } from "~/platform/sealed.server";
import { idsIn } from "~/platform/sql.server";

import type { Addressed } from "./rules";

type Asked = { shopId: string; contacts: readonly string[] };

/** Guests: nobody is named by the store. */
const OF_GUESTS = [{ customerId: null }, { isLinkedByAddress: true }];

/** Customers with one of the addresses or numbers, merged ones too; one who has two of them comes twice. */
export function listCustomersByContact(db: Db, { shopId, contacts }: Asked): Promise<Addressed[]> {
  const among = idsIn(contacts.map(contactHash));
  return db.$queryRaw<Addressed[]>`
    SELECT "id", "email", "phone", "deletedAt", "mergedIntoId" FROM "Customer"
    WHERE "shopId" = ${shopId} AND "emailHash" IN ${among}
      AND ("deletedAt" IS NULL OR "mergedIntoId" IS NOT NULL)
    UNION ALL
    SELECT "id", "email", "phone", "deletedAt", "mergedIntoId" FROM "Customer"
    WHERE "shopId" = ${shopId} AND "phoneHash" IN ${among}
      AND ("deletedAt" IS NULL OR "mergedIntoId" IS NOT NULL)`;
}

/** Ids of guests' orders with one of the addresses. */
export async function listGuestOrderIds(db: Db, { shopId, contacts }: Asked): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Order"
    WHERE "shopId" = ${shopId} AND "emailHash" IN ${idsIn(contacts.map(contactHash))}
      AND ("customerId" IS NULL OR "isLinkedByAddress")`;
  return rows.map(({ id }) => id);
}

/** A guest's order or checkout. */
export type Guest = {
  id: string;
  email: string | null;
  phone: string | null;
  customerId: string | null;
};

/** Guests' checkouts with one of the addresses; by number only those without an address. */
export function listGuestCheckouts(db: Db, { shopId, contacts }: Asked): Promise<Guest[]> {
  const among = idsIn(contacts.map(contactHash));
  return db.$queryRaw<Guest[]>`
    SELECT "id", "email", "phone", "customerId" FROM "Checkout"
    WHERE "shopId" = ${shopId} AND "emailHash" IN ${among} AND ("customerId" IS NULL OR "isLinkedByAddress")
    UNION ALL
    SELECT "id", "email", "phone", "customerId" FROM "Checkout"
    WHERE "shopId" = ${shopId} AND "email" IS NULL AND "phoneHash" IN ${among}
      AND ("customerId" IS NULL OR "isLinkedByAddress")`;
}

type Page = { shopId: string; afterId: string; limit: number };

/** All guests' orders with an address, by id, from behind `afterId` on. */
export function pageOfGuestOrders(db: Db, { shopId, afterId, limit }: Page): Promise<Guest[]> {
  return db.order
    .findMany({
      where: { shopId, id: { gt: afterId }, email: { not: null }, OR: OF_GUESTS },
      orderBy: { id: "asc" },
      take: limit,
      select: { id: true, email: true, customerId: true },
    })
    .then((rows) => rows.map((row) => ({ ...row, phone: null })));
}

/** All guests' checkouts that are known by an address or a number, by id, from behind `afterId` on. */
export function pageOfGuestCheckouts(db: Db, { shopId, afterId, limit }: Page): Promise<Guest[]> {
  return db.checkout.findMany({
    where: {
      shopId,
      id: { gt: afterId },
      AND: [{ OR: OF_GUESTS }, { OR: [{ email: { not: null } }, { phone: { not: null } }] }],
    },
    orderBy: { id: "asc" },
    take: limit,
    select: { id: true, email: true, phone: true, customerId: true },
  });
}

type Given = { shopId: string; ids: readonly string[]; customerId: string | null };

/** Gives guests' checkouts to whoever has their address; null makes them nobody's. */
export async function linkCheckouts(db: Db, { shopId, ids, customerId }: Given): Promise<void> {
  await db.checkout.updateMany({
    where: { shopId, id: { in: [...ids] } },
    data: { customerId, isLinkedByAddress: customerId !== null },
  });
}

/** Gives guests' orders to whoever has their address. The caller counts anew. */
export async function linkOrders(db: Db, { shopId, ids, customerId }: Given): Promise<void> {
  await db.order.updateMany({
    where: { shopId, id: { in: [...ids] } },
    data: { customerId, isLinkedByAddress: customerId !== null },
  });
}

const named = (id: string | null) => `"customerId":${JSON.stringify(id)}`;

/** Gives what happened to orders and checkouts to the customer they belong to now. */
export async function reattributeEvents(
  db: Db,
  { shopId, ids, customerId, from }: Given & { from: string | null },
): Promise<void> {
  await db.$executeRaw`
    UPDATE "DomainEvent" SET "customerId" = ${customerId}, "payloadJson" = REPLACE("payloadJson", ${named(from)}, ${named(customerId)})
    WHERE "shopId" = ${shopId} AND "subjectId" IN @ids(${JSON.stringify(ids)})`;
}

/** The same of one order since it was placed, found among what happened to whoever had it before. */
export async function reattributeEventsOfOrder(
  db: Db,
  {
    shopId,
    orderId,
    placedAt,
    from,
    customerId,
  }: { shopId: string; orderId: string; placedAt: Date; from: string | null; customerId: string | null },
): Promise<void> {
  const ofFormer = from === null ? Prisma.sql`"customerId" IS NULL` : Prisma.sql`"customerId" = ${from}`;
  await db.$executeRaw`
    UPDATE "DomainEvent" SET "customerId" = ${customerId}, "payloadJson" = REPLACE("payloadJson", ${named(from)}, ${named(customerId)})
    WHERE "shopId" = ${shopId} AND ${ofFormer} AND "occurredAt" >= ${toDbInstant(placedAt)} AND "subjectId" = ${orderId}`;
}
