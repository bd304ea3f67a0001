import type { Db } from "~/platform/db.server";
import type { Person } from "~/kit/person";

type Asked = { shopId: string; person: Person };

/**
 * Customers that are the person: by their id, those merged into one another, and where no id is known by mail or phone.
 * With their own mail addresses and phone numbers.
 */
export async function identifyByCustomers(db: Db, { shopId, person }: Asked): Promise<Partial<Person>> {
  const ids = [...person.customerIds];
  const merges = await db.customerMerge.findMany({
    where: { shopId, OR: [{ fromCustomerId: { in: ids } }, { toCustomerId: { in: ids } }] },
    select: { fromCustomerId: true, toCustomerId: true },
  });
  const merged = merges.flatMap((merge) => [merge.fromCustomerId, merge.toCustomerId]);
  const known = [...new Set([...ids, ...merged])];
  const byContact = [
    ...(person.emails.length > 0 ? [{ email: { in: [...person.emails] } }] : []),
    ...(person.phones.length > 0 ? [{ phone: { in: [...person.phones] } }] : []),
  ];
  const rows = await db.customer.findMany({
    where: {
      shopId,
      OR: [
        { id: { in: known } },
        { mergedIntoId: { in: known } },
        // With an id at hand, another customer with the same address is another person.
        ...(known.length === 0 ? byContact : []),
      ],
    },
    select: { id: true, email: true, phone: true, mergedIntoId: true },
  });
  return {
    customerIds: [
      ...known,
      ...rows.flatMap((row) => [row.id, ...(row.mergedIntoId ? [row.mergedIntoId] : [])]),
    ],
    emails: rows.flatMap((row) => (row.email ? [row.email.trim().toLowerCase()] : [])),
    phones: rows.flatMap((row) => (row.phone ? [row.phone] : [])),
  };
}
