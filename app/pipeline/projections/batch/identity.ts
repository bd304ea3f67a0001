import type { DomainEvent } from "~/pipeline/events/catalogue";

import type { CheckoutChange } from "../checkouts/schema";
import type { CustomerState } from "../customers/schema";
import type { OrderChange } from "../orders/schema";

type Customers = ReadonlyMap<string, CustomerState>;
type Link = { customerId: string | null; isLinkedByAddress: boolean };

/** An order or checkout that names a merged customer and so went to the kept one. */
export type Redirect = { table: "Order" | "Checkout"; rowId: string; fromCustomerId: string };

/** The customer of the batch that one was merged into; null when it was not. */
export function findKept(customers: Customers, customerId: string): CustomerState | null {
  const keptId = customers.get(customerId)?.row.mergedIntoId;
  return (keptId && customers.get(keptId)) || null;
}

/**
 * The change with the customer it means: for a merged one the kept one; a change that names nobody does not take away
 * whom the address told.
 */
export function withMeantCustomer<Change extends OrderChange | CheckoutChange>(
  customers: Customers,
  change: Change,
  { isLinkedByAddress }: Link,
): Change {
  if (!("fields" in change) || change.fields.customerId === undefined) return change;
  const { customerId: said } = change.fields;
  if (said === null && !isLinkedByAddress) return change;
  const customerId = said === null ? undefined : (customers.get(said)?.row.mergedIntoId ?? said);
  return { ...change, fields: { ...change.fields, customerId } };
}

/** The customer a change itself names; null when it names nobody. */
export function customerNamedBy(change: OrderChange | CheckoutChange): string | null {
  return ("fields" in change && change.fields.customerId) || null;
}

/** What is told of a merged customer happened to the kept one. */
export function withKeptCustomer(customers: Customers, event: DomainEvent): DomainEvent {
  const kept = event.customerId === null ? null : findKept(customers, event.customerId);
  if (!kept || event.customerId === null) return event;
  const customerId = kept.row.id;
  // The payloads of customer events name their customer by the same name.
  return { ...event, customerId, payload: { ...event.payload, customerId } } as DomainEvent;
}
