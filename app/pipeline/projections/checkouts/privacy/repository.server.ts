import type { Db } from "~/platform/db.server";
import type { Person } from "~/kit/person";

/** The person's checkouts: those of their customer ids, and those of nobody with their mail address or phone number. */
export async function identifyByCheckouts(
  db: Db,
  { shopId, person }: { shopId: string; person: Person },
): Promise<Partial<Person>> {
  const rows = await db.checkout.findMany({
    where: {
      shopId,
      OR: [
        { customerId: { in: [...person.customerIds] } },
        { id: { in: [...person.checkoutIds] } },
        ...(person.emails.length > 0 ? [{ customerId: null, email: { in: [...person.emails] } }] : []),
        ...(person.phones.length > 0 ? [{ customerId: null, phone: { in: [...person.phones] } }] : []),
      ],
    },
    select: { id: true },
  });
  return { checkoutIds: rows.map(({ id }) => id) };
}
