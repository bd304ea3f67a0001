import type { Customer } from "../../state/model";
import type { Store } from "../../state/store";
import type { Listing } from "../connection/list-field";
import type { GraphqlContext } from "../context";
import { countedOrders, ordersOfCustomer, spentMinor } from "../order-index";
import type { Filters } from "../search/filters";
import { isAbandoned } from "./checkouts";
import { major } from "./orders";

/** All customers, as `customers` searches and sorts them. */
export function customerListing({ store }: GraphqlContext): Listing<Customer> {
  return {
    rows: store.customers.values(),
    id: ({ id }) => id,
    filters: customerFilters(store),
    sortKeys: {
      CREATED_AT: (customer) => customer.createdAt,
      LOCATION: ({ addresses: [first] }) => (first ? `${first.country ?? ""} ${first.city ?? ""}` : null),
      NAME: ({ lastName, firstName }) =>
        [lastName, firstName].filter(Boolean).join(", ").toLowerCase() || null,
      UPDATED_AT: (customer) => customer.updatedAt,
    },
  };
}

/** `customersCount` knows three fields only: any other counts everybody, with a warning. */
export function customerCountListing({ store }: GraphqlContext): Listing<Customer> {
  return { rows: store.customers.values(), id: ({ id }) => id, filters: COUNT_FILTERS };
}

const searchText = (customer: Customer) => [
  customer.email,
  customer.phone,
  customer.firstName,
  customer.lastName,
  [customer.firstName, customer.lastName].filter(Boolean).join(" "),
  ...customer.tags,
];

const COUNT_FILTERS: Filters<Customer> = {
  text: searchText,
  fields: {
    created_at: { kind: "time", read: (customer) => [customer.createdAt] },
    id: { kind: "number", read: (customer) => [customer.id] },
    updated_at: { kind: "time", read: (customer) => [customer.updatedAt] },
  },
  unanswerable: [],
};

function customerFilters(store: Store): Filters<Customer> {
  const { currencyCode } = store.shop;
  return {
    text: searchText,
    fields: {
      accepts_marketing: { kind: "boolean", read: ({ emailConsent }) => emailConsent.state === "SUBSCRIBED" },
      country: {
        kind: "word",
        read: ({ addresses }) => addresses.flatMap(({ country, countryCode }) => [country, countryCode]),
      },
      customer_date: { kind: "time", read: (customer) => [customer.createdAt] },
      email: { kind: "text", read: (customer) => [customer.email] },
      first_name: { kind: "text", read: (customer) => [customer.firstName] },
      id: { kind: "number", read: (customer) => [customer.id] },
      last_abandoned_order_date: { kind: "time", read: (customer) => [lastAbandonedAt(store, customer.id)] },
      last_name: { kind: "text", read: (customer) => [customer.lastName] },
      order_date: {
        kind: "time",
        read: (customer) => ordersOfCustomer(store, customer.id).map(({ processedAt }) => processedAt),
      },
      orders_count: { kind: "number", read: (customer) => [countedOrders(store, customer.id).length] },
      phone: { kind: "text", read: (customer) => [customer.phone] },
      state: { kind: "word", read: (customer) => [customer.state] },
      tag: { kind: "word", read: (customer) => customer.tags },
      tag_not: { kind: "absent", read: (customer) => customer.tags },
      total_spent: {
        kind: "number",
        read: (customer) => [major({ amountMinor: spentMinor(store, customer.id), currencyCode })],
      },
      updated_at: { kind: "time", read: (customer) => [customer.updatedAt] },
    },
    unanswerable: [],
  };
}

function lastAbandonedAt(store: Store, customerId: number): Date | null {
  let last: Date | null = null;
  for (const checkout of store.checkouts.values()) {
    if (checkout.customerId !== customerId || !isAbandoned(checkout)) continue;
    if (last === null || checkout.createdAt > last) last = checkout.createdAt;
  }
  return last;
}
