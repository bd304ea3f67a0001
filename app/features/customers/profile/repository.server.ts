import type { EventType, StoredEvent } from "~/pipeline/events/catalogue";
import type { Db } from "~/platform/db.server";

type One = { shopId: string; customerId: string };
type Page = { limit: number; offset: number };

/** The customer with tags; null when the shop has none with this id. */
export function findCustomer(db: Db, { shopId, customerId }: One) {
  return db.customer.findFirst({
    where: { shopId, id: customerId },
    include: { tags: { where: { shopId }, orderBy: { tagKey: "asc" } } },
  });
}

/** Figures of the customer's valid orders; null without any. */
export function findStats(db: Db, { shopId, customerId }: One) {
  return db.customerStats.findUnique({ where: { shopId_customerId: { shopId, customerId } } });
}

/** The customer's VIP tier; null without. */
export function findMembership(db: Db, { shopId, customerId }: One) {
  return db.vipMembership.findUnique({ where: { shopId_customerId: { shopId, customerId } } });
}

/** Instants of the customer's valid orders, oldest first. */
export async function listValidOrderInstants(db: Db, { shopId, customerId }: One): Promise<Date[]> {
  const rows = await db.order.findMany({
    where: { shopId, customerId, isValid: true, deletedAt: null },
    orderBy: { placedAt: "asc" },
    select: { placedAt: true },
  });
  return rows.map((row) => row.placedAt);
}

export function countOrders(db: Db, { shopId, customerId }: One): Promise<number> {
  return db.order.count({ where: { shopId, customerId, deletedAt: null } });
}

/** All orders of the customer, valid or not, newest first, with what is in them. */
export function listOrders(db: Db, { shopId, customerId, limit, offset }: One & Page) {
  return db.order.findMany({
    where: { shopId, customerId, deletedAt: null },
    orderBy: [{ placedAt: "desc" }, { id: "desc" }],
    take: limit,
    skip: offset,
    include: {
      lines: { where: { shopId }, orderBy: { id: "asc" } },
      discounts: { where: { shopId }, orderBy: { codeKey: "asc" } },
      refunds: { where: { shopId }, orderBy: { refundedAt: "asc" } },
    },
  });
}

export function countConsentChanges(db: Db, { shopId, customerId }: One): Promise<number> {
  return db.consentChange.count({ where: { shopId, customerId } });
}

/** What the customer said about marketing, newest first. */
export function listConsentChanges(db: Db, { shopId, customerId, limit, offset }: One & Page) {
  return db.consentChange.findMany({
    where: { shopId, customerId },
    orderBy: [{ occurredAt: "desc" }, { recordedAt: "desc" }, { id: "desc" }],
    take: limit,
    skip: offset,
  });
}

type Events = One & { types: readonly EventType[] };

export function countEvents(db: Db, { shopId, customerId, types }: Events): Promise<number> {
  return db.domainEvent.count({ where: { shopId, customerId, type: { in: [...types] } } });
}

/** What happened to the customer, newest first. */
export async function listEvents(
  db: Db,
  { shopId, customerId, types, limit, offset }: Events & Page,
): Promise<StoredEvent[]> {
  const rows = await db.domainEvent.findMany({
    where: { shopId, customerId, type: { in: [...types] } },
    orderBy: [{ occurredAt: "desc" }, { id: "desc" }],
    take: limit,
    skip: offset,
  });
  return rows.map(
    ({ payloadJson, recordedAt: _recordedAt, ...row }) =>
      ({ ...row, payload: JSON.parse(payloadJson) as unknown }) as StoredEvent,
  );
}

/** Names of orders, codes, products and tasks and subjects of mails that events mention, by id. */
export async function findEventNames(
  db: Db,
  { shopId, events }: { shopId: string; events: readonly StoredEvent[] },
) {
  const mentioned = (field: "orderId" | "codeId" | "messageId" | "taskId") =>
    events.flatMap(({ payload }) => {
      const id = (payload as Record<string, unknown>)[field];
      return typeof id === "string" ? [id] : [];
    });
  const orders = await db.order.findMany({
    where: { shopId, id: { in: mentioned("orderId") } },
    select: { id: true, name: true },
  });
  const codes = await db.issuedCode.findMany({
    where: { shopId, id: { in: mentioned("codeId") } },
    select: { id: true, code: true },
  });
  const messages = await db.message.findMany({
    where: { shopId, id: { in: mentioned("messageId") } },
    select: { id: true, subject: true },
  });
  const tasks = await db.task.findMany({
    where: { shopId, id: { in: mentioned("taskId") } },
    select: { id: true, title: true },
  });
  const viewed = events.flatMap((event) =>
    event.type === "browsing.products-viewed" ? event.payload.productIds : [],
  );
  const products = await db.product.findMany({
    where: { shopId, id: { in: viewed } },
    select: { id: true, title: true },
  });
  return {
    products: new Map(products.map((row) => [row.id, row.title])),
    tasks: new Map(tasks.map((row) => [row.id, row.title])),
    orders: new Map(orders.map((row) => [row.id, row.name])),
    codes: new Map(codes.map((row) => [row.id, row.code])),
    messages: new Map(messages.map((row) => [row.id, row.subject])),
  };
}
