import type { Db } from "~/platform/db.server";
import type { Person } from "~/kit/person";

type Asked = { shopId: string; person: Person };

/** The person's orders: those of their customer ids, and those of nobody with their mail address. With the addresses on them. */
export async function identifyByOrders(db: Db, { shopId, person }: Asked): Promise<Partial<Person>> {
  const customerIds = [...person.customerIds];
  const rows = await db.order.findMany({
    where: {
      shopId,
      OR: [
        { customerId: { in: customerIds } },
        { id: { in: [...person.orderIds] } },
        ...(person.emails.length > 0 ? [{ customerId: null, email: { in: [...person.emails] } }] : []),
      ],
    },
    select: { id: true, email: true, customerId: true },
  });
  const emails = rows.flatMap(({ email, customerId }) =>
    email && (customerId === null || customerIds.includes(customerId)) ? [email.trim().toLowerCase()] : [],
  );
  return {
    orderIds: rows.map(({ id }) => id),
    emails: await withoutThoseOfOthers(db, { shopId, emails, customerIds }),
  };
}

/** A person may order for somebody else: an address of another customer is not theirs. */
async function withoutThoseOfOthers(
  db: Db,
  { shopId, emails, customerIds }: { shopId: string; emails: string[]; customerIds: string[] },
): Promise<string[]> {
  if (emails.length === 0) return [];
  const others = await db.customer.findMany({
    where: { shopId, email: { in: emails }, id: { notIn: customerIds } },
    select: { email: true },
  });
  const theirs = new Set(others.map(({ email }) => email?.trim().toLowerCase()));
  return emails.filter((email) => !theirs.has(email));
}
