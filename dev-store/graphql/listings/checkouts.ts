import { priceCheckout } from "../../commerce/pricing";
import type { Checkout } from "../../state/model";
import type { Listing } from "../connection/list-field";
import type { GraphqlContext } from "../context";
import type { Filters } from "../search/filters";
import { major } from "./orders";

/** A checkout finished this soon was never abandoned. */
const GRACE_MS = 10 * 60_000;

/** Somebody left contact information and did not finish, or finished only after a while. */
export function isAbandoned(checkout: Checkout): boolean {
  if (checkout.email === null && checkout.phone === null) return false;
  const { completedAt, createdAt } = checkout;
  return completedAt === null || completedAt.getTime() - createdAt.getTime() > GRACE_MS;
}

/** Abandoned checkouts, recovered ones included. */
export function checkoutListing({ store }: GraphqlContext): Listing<Checkout> {
  return {
    rows: [...store.checkouts.values()].filter(isAbandoned),
    id: ({ id }) => id,
    filters: FILTERS,
    sortKeys: {
      CREATED_AT: (checkout) => checkout.createdAt,
      CUSTOMER_NAME: ({ customerId }) => {
        const customer = customerId === null ? null : store.customers.get(customerId);
        return customer ? [customer.lastName, customer.firstName].filter(Boolean).join(", ") : null;
      },
      TOTAL_PRICE: (checkout) => major(priceCheckout(store, checkout).total.shop),
    },
  };
}

const FILTERS: Filters<Checkout> = {
  text: ({ email, phone, shippingAddress }) => [
    email,
    phone,
    shippingAddress?.firstName ?? null,
    shippingAddress?.lastName ?? null,
  ],
  fields: {
    created_at: { kind: "time", read: (checkout) => [checkout.createdAt] },
    email_state: { kind: "word", read: () => ["not_sent"] },
    id: { kind: "number", read: (checkout) => [checkout.id] },
    recovery_state: {
      kind: "word",
      read: ({ completedAt }) => [completedAt ? "recovered" : "not_recovered"],
    },
    status: { kind: "word", read: ({ completedAt }) => [completedAt ? "closed" : "open"] },
    updated_at: { kind: "time", read: (checkout) => [checkout.updatedAt] },
  },
  unanswerable: [],
};
