import type { DomainEvent, EventType, StoredEvent } from "~/pipeline/events/catalogue";
import type { Prisma } from "~/generated/prisma/client";
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
  const ofCustomer = { shopId, customerId, versionAt: { gt: new Date(0) } };
  switch (fact) {
    case "order.placed":
      return db.order.count({ where: ofCustomer });
    case "order.paid":
      return db.order.count({ where: { ...ofCustomer, financialStatus: { in: PAID } } });
    case "order.cancelled":
      return db.order.count({ where: { ...ofCustomer, cancelledAt: { not: null } } });
    case "order.refunded":
      return db.refund.count({ where: { shopId, order: ofCustomer } });
  }
}

type StoredOrder = Prisma.OrderGetPayload<{ include: { refunds: true } }>;

/** Orders whose facts may be among the newest: those placed last, those cancelled last, those refunded last. */
async function listConcerned(
  db: Db,
  { shopId, customerId, facts, limit: take }: OfCustomer & { facts: readonly Fact[]; limit: number },
): Promise<StoredOrder[]> {
  const where = { shopId, customerId };
  const include = { refunds: true };
  const placed = await db.order.findMany({ where, include, take, orderBy: { placedAt: "desc" } });
  const cancelled = facts.includes("order.cancelled")
    ? await db.order.findMany({
        where: { ...where, cancelledAt: { not: null } },
        include,
        take,
        orderBy: { cancelledAt: "desc" },
      })
    : [];
  const refunds = facts.includes("order.refunded")
    ? await db.refund.findMany({
        where: { shopId, order: where },
        include: { order: { include } },
        take,
        orderBy: { refundedAt: "desc" },
      })
    : [];
  const refunded = refunds.map(({ order }) => order);
  return [...new Map([...placed, ...cancelled, ...refunded].map((order) => [order.id, order])).values()];
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
