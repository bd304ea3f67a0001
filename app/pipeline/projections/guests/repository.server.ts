import type { Db } from "~/platform/db.server";

import type { Addressed } from "./rules";

type Asked = { shopId: string; contacts: readonly string[] };

/** Guests: nobody is named by the store. */
const OF_GUESTS = [{ customerId: null }, { isLinkedByAddress: true }];

/** Customers with one of the addresses or numbers, merged ones too. */
export function listCustomersByContact(db: Db, { shopId, contacts }: Asked): Promise<Addressed[]> {
  const among = { in: [...contacts] };
  return db.customer.findMany({
    where: {
      shopId,
      AND: [
        { OR: [{ email: among }, { phone: among }] },
        { OR: [{ deletedAt: null }, { mergedIntoId: { not: null } }] },
      ],
    },
    select: { id: true, email: true, phone: true, deletedAt: true, mergedIntoId: true },
  });
}

/** Ids of guests' orders with one of the addresses. */
export async function listGuestOrderIds(db: Db, { shopId, contacts }: Asked): Promise<string[]> {
  const rows = await db.order.findMany({
    where: { shopId, email: { in: [...contacts] }, OR: OF_GUESTS },
    select: { id: true },
  });
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
  const among = { in: [...contacts] };
  return db.checkout.findMany({
    where: { shopId, AND: [{ OR: OF_GUESTS }, { OR: [{ email: among }, { email: null, phone: among }] }] },
    select: { id: true, email: true, phone: true, customerId: true },
  });
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

/** Gives what happened to orders and checkouts to the customer they belong to now. */
export async function reattributeEvents(
  db: Db,
  { shopId, ids, customerId, from }: Given & { from: string | null },
): Promise<void> {
  const named = (id: string | null) => `"customerId":${JSON.stringify(id)}`;
  await db.$executeRaw`
    UPDATE "DomainEvent" SET "customerId" = ${customerId}, "payloadJson" = REPLACE("payloadJson", ${named(from)}, ${named(customerId)})
    WHERE "shopId" = ${shopId} AND "subjectId" IN @ids(${JSON.stringify(ids)})`;
}
