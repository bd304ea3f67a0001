import type { DomainEvent, EventType, StoredEvent } from "~/pipeline/events/catalogue";
import type { Order, Refund } from "~/generated/prisma/client";
import { type Db, toMinor } from "~/platform/db.server";

import { unknownOrder } from "../orders/rules";
import { eventsBetween } from "../orders/rules/events";
import type { OrderRow, RefundRow } from "../orders/schema";

/*
 * What happened before the app was there is not written down as events, a million of them: it is read from the orders. An
 * order that came live has its events; its facts are not told a second time.
 */

const FACTS = ["order.placed", "order.paid", "order.refunded", "order.cancelled"] as const;
type Fact = (typeof FACTS)[number];

const PAID = ["PAID", "PARTIALLY_REFUNDED", "REFUNDED"];

type Asked = { shopId: string; customerId: string; types: readonly EventType[] };

/** How many facts of a customer's orders have no event of their own. */
export async function countOrderFacts(db: Db, { shopId, customerId, types }: Asked): Promise<number> {
  let count = 0;
  for (const fact of factsAmong(types)) {
    const known = await countFacts(db, { shopId, customerId, fact });
    const told = await db.domainEvent.count({
      where: { shopId, customerId, sourceKey: { startsWith: `${fact}:` } },
    });
    count += Math.max(0, known - told);
  }
  return count;
}

/**
 * The newest facts of a customer's orders that have no event of their own, as the events they would have been. Newest
 * first.
 */
export async function listOrderFacts(
  db: Db,
  { shopId, customerId, types, limit }: Asked & { limit: number },
): Promise<StoredEvent[]> {
  const facts = factsAmong(types);
  if (facts.length === 0) return [];
  const orders = await listConcerned(db, { shopId, customerId, facts, limit });
  const events = orders
    .flatMap(eventsOf)
    .filter(({ type }) => (facts as readonly string[]).includes(type))
    .sort((a, b) => b.occurredAt.getTime() - a.occurredAt.getTime() || (a.sourceKey < b.sourceKey ? 1 : -1))
    .slice(0, limit);
  const told = await db.domainEvent.findMany({
    where: { shopId, sourceKey: { in: events.map(({ sourceKey }) => sourceKey) } },
    select: { sourceKey: true },
  });
  const toldKeys = new Set(told.map(({ sourceKey }) => sourceKey));
  return events
    .filter(({ sourceKey }) => !toldKeys.has(sourceKey))
    .map((event) => ({ ...event, id: event.sourceKey, shopId }));
}

function factsAmong(types: readonly EventType[]): Fact[] {
  return FACTS.filter((fact) => types.includes(fact));
}

type OfCustomer = { shopId: string; customerId: string };

function countFacts(db: Db, { shopId, customerId, fact }: OfCustomer & { fact: Fact }): Promise<number> {
  const versionAt = { gt: new Date(0) };
  switch (fact) {
    case "order.placed":
      return db.order.count({ where: { shopId, customerId, versionAt } });
    case "order.paid":
      return db.order.count({ where: { shopId, customerId, versionAt, financialStatus: { in: PAID } } });
    case "order.cancelled":
      return db.order.count({ where: { shopId, customerId, versionAt, cancelledAt: { not: null } } });
    case "order.refunded":
      return db.refund.count({ where: { shopId, order: { shopId, customerId, versionAt } } });
  }
}

type StoredOrder = Order & { refunds: Refund[] };

/** Orders whose facts may be among the newest: those placed last, those cancelled last, those refunded last. */
async function listConcerned(
  db: Db,
  { shopId, customerId, facts, limit: take }: OfCustomer & { facts: readonly Fact[]; limit: number },
): Promise<StoredOrder[]> {
  const placed = await db.order.findMany({
    where: { shopId, customerId },
    take,
    orderBy: { placedAt: "desc" },
  });
  const cancelled = facts.includes("order.cancelled")
    ? await db.order.findMany({
        where: { shopId, customerId, cancelledAt: { not: null } },
        take,
        orderBy: { cancelledAt: "desc" },
      })
    : [];
  const refunded = facts.includes("order.refunded")
    ? await listLastRefunded(db, { shopId, customerId, take })
    : [];
  const orders = [
    ...new Map([...placed, ...cancelled, ...refunded].map((order) => [order.id, order])).values(),
  ];
  const refunds = await db.refund.findMany({
    where: { shopId, orderId: { in: orders.map(({ id }) => id) } },
  });
  return orders.map((order) => ({
    ...order,
    refunds: refunds.filter(({ orderId }) => orderId === order.id),
  }));
}

async function listLastRefunded(
  db: Db,
  { shopId, customerId, take }: OfCustomer & { take: number },
): Promise<Order[]> {
  const refunds = await db.refund.findMany({
    where: { shopId, order: { shopId, customerId } },
    select: { orderId: true },
    take,
    orderBy: { refundedAt: "desc" },
  });
  return db.order.findMany({ where: { shopId, id: { in: refunds.map(({ orderId }) => orderId) } } });
}

/** What would have been told of an order and its refunds, had they come live. */
function eventsOf({ refunds, ...row }: StoredOrder): DomainEvent[] {
  const before = unknownOrder(row, row.currencyCode).row;
  const after: OrderRow = { ...before, ...plain(row) };
  const told = refunds.map(({ id, gid, amountMinor, refundedAt }): RefundRow => ({
    id,
    gid,
    amountMinor: toMinor(amountMinor),
    refundedAt,
  }));
  return eventsBetween(before, after, { refunds: told, at: after.versionAt });
}

/** What the facts are made of. */
function plain(row: Omit<StoredOrder, "refunds">): Partial<OrderRow> {
  const { customerId, checkoutToken, financialStatus, placedAt, cancelledAt, cancelReason, versionAt } = row;
  return { customerId, checkoutToken, financialStatus, placedAt, cancelledAt, cancelReason, versionAt };
}
