import type { CustomerRow } from "../customers/schema";

/** A customer as far as addresses go. */
export type Addressed = Pick<CustomerRow, "id" | "email" | "phone" | "deletedAt" | "mergedIntoId">;

/** What a customer can be known by: mail address and phone number. Nobody is known by what a deleted one had. */
export function contactsOf({
  email,
  phone,
  deletedAt,
  mergedIntoId,
}: Omit<Addressed, "id">): readonly string[] {
  if (deletedAt !== null && mergedIntoId === null) return [];
  return [email, phone].filter((contact) => contact !== null);
}

/** What a guest can be known by: the mail address, else the phone number. */
export function contactOfGuest({
  email,
  phone = null,
}: {
  email: string | null;
  phone?: string | null;
}): string | null {
  return email ?? phone;
}

/**
 * Whose each address is, by the customers as they are now, so that it does not matter in which order things came.
 *
 * A merged customer's address is the kept one's. Of several the living one counts before a merged one, then the one with
 * the smaller id.
 */
export function ownersOf(customers: readonly Addressed[]): Map<string, string> {
  const owners = new Map<string, string>();
  const ranked = [...customers].sort(
    (a, b) => Number(a.mergedIntoId !== null) - Number(b.mergedIntoId !== null) || (a.id < b.id ? -1 : 1),
  );
  for (const customer of ranked) {
    for (const contact of contactsOf(customer)) {
      if (!owners.has(contact)) owners.set(contact, customer.mergedIntoId ?? customer.id);
    }
  }
  return owners;
}
