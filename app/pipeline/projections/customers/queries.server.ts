import { type Db, toMinor } from "~/platform/db.server";

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
