import { DateTime } from "luxon";

import type { Address, Consent, Customer } from "../state/model";
import type { Store } from "../state/store";
import { inAction, tell, touch } from "./action";

/** Shopify's limit of tags on one customer. */
export const MAX_TAGS = 250;

export type NewCustomer = Partial<
  Pick<
    Customer,
    | "email"
    | "phone"
    | "firstName"
    | "lastName"
    | "locale"
    | "state"
    | "verifiedEmail"
    | "taxExempt"
    | "note"
    | "tags"
    | "emailConsent"
    | "smsConsent"
    | "addresses"
    | "dataSaleOptOut"
  >
>;

export type CustomerChanges = Omit<NewCustomer, "tags" | "emailConsent" | "smsConsent">;

/** Consent of somebody who was never asked. */
export function neverAsked(): Consent {
  return { state: "NOT_SUBSCRIBED", optInLevel: "SINGLE_OPT_IN", updatedAt: null };
}

/** Adds a customer and raises customers/create; throws when the e-mail or phone is taken. */
export function createCustomer(store: Store, input: NewCustomer): Customer {
  if (input.email && store.findCustomerByEmail(input.email)) {
    throw new RangeError(`The e-mail of the new customer is taken; e-mails are unique in a shop`);
  }
  if (input.phone && findCustomerByPhone(store, input.phone)) {
    throw new RangeError(`The phone of the new customer is taken; phones are unique in a shop`);
  }
  return inAction(store, () => {
    const customer = recordCustomer(store, input);
    tell(store, "customers/create", customer);
    return customer;
  });
}

/** Adds a customer without a look at who is there already and without an event. */
export function recordCustomer(store: Store, input: NewCustomer): Customer {
  return inAction(store, ({ at }) => {
    const customer: Customer = {
      email: null,
      phone: null,
      firstName: null,
      lastName: null,
      locale: "en",
      state: "DISABLED",
      verifiedEmail: Boolean(input.email),
      taxExempt: false,
      note: null,
      emailConsent: neverAsked(),
      smsConsent: neverAsked(),
      addresses: [],
      dataSaleOptOut: false,
      ...input,
      id: store.nextId(),
      tags: mergedTags([], input.tags ?? []),
      metafields: [],
      createdAt: at,
      updatedAt: at,
    };
    store.customers.set(customer.id, customer);
    return customer;
  });
}

/** Changes fields of the record; raises customers/update. */
export function updateCustomer(store: Store, customer: Customer, changes: CustomerChanges): void {
  inAction(store, ({ at }) => {
    Object.assign(customer, changes);
    touch(customer, at);
    tell(store, "customers/update", customer);
  });
}

/** Removes the customer and raises customers/delete; throws when there are orders, as Shopify refuses. */
export function deleteCustomer(store: Store, customer: Customer): void {
  for (const order of store.orders.values()) {
    if (order.customerId === customer.id) {
      throw new RangeError(`Customer ${customer.id} has orders and can't be deleted`);
    }
  }
  inAction(store, () => {
    store.customers.delete(customer.id);
    for (const checkout of store.checkouts.values()) {
      if (checkout.customerId === customer.id) checkout.customerId = null;
    }
    tell(store, "customers/delete", {
      id: customer.id,
      tax_exemptions: [],
      admin_graphql_api_id: customerGid(customer),
    });
  });
}

/**
 * Adds tags, keeping the first spelling of each, and returns those that were new.
 * Raises customers/update and customer.tags_added only when something changed; throws above 250 tags.
 */
export function addTags(store: Store, customer: Customer, tags: string[]): string[] {
  const merged = mergedTags(customer.tags, tags);
  if (merged.length > MAX_TAGS) {
    throw new RangeError(`A customer can have ${MAX_TAGS} tags; this would make ${merged.length}`);
  }
  const added = merged.filter((tag) => !customer.tags.includes(tag));
  if (added.length > 0)
    changeTags(store, customer, { tags: merged, topic: "customer.tags_added", changed: added });
  return added;
}

/** Removes tags whatever their case and returns those that were there, as they were spelt. */
export function removeTags(store: Store, customer: Customer, tags: string[]): string[] {
  const unwanted = new Set(tags.map((tag) => tag.trim().toLowerCase()));
  const removed = customer.tags.filter((tag) => unwanted.has(tag.toLowerCase()));
  if (removed.length > 0) {
    const left = customer.tags.filter((tag) => !removed.includes(tag));
    changeTags(store, customer, { tags: left, topic: "customer.tags_removed", changed: removed });
  }
  return removed;
}

/** Sets the e-mail consent; raises customers_email_marketing_consent/update and customers/update. */
export function updateEmailConsent(store: Store, customer: Customer, consent: Consent): void {
  inAction(store, ({ at }) => {
    customer.emailConsent = consent;
    touch(customer, at);
    tell(store, "customers_email_marketing_consent/update", {
      customer_id: customer.id,
      email_address: customer.email,
      email_marketing_consent: consentBody(store, consent),
    });
    tell(store, "customers/update", customer);
  });
}

/** Sets the SMS consent; raises customers_marketing_consent/update and customers/update. */
export function updateSmsConsent(store: Store, customer: Customer, consent: Consent): void {
  inAction(store, ({ at }) => {
    customer.smsConsent = consent;
    touch(customer, at);
    tell(store, "customers_marketing_consent/update", {
      id: customer.id,
      phone: customer.phone,
      sms_marketing_consent: {
        ...consentBody(store, consent),
        consent_collected_from: (consent.collectedFrom ?? "OTHER").toLowerCase(),
      },
    });
    tell(store, "customers/update", customer);
  });
}

function consentBody(store: Store, { state, optInLevel, updatedAt }: Consent) {
  return {
    state: state.toLowerCase(),
    opt_in_level: optInLevel.toLowerCase(),
    consent_updated_at: updatedAt && shopLocalTime(store, updatedAt),
  };
}

/** The address book's first entry, filled when it is empty. */
export function rememberAddress(customer: Customer, address: Address): void {
  if (customer.addresses.length === 0) customer.addresses = [address];
  customer.firstName ??= address.firstName;
  customer.lastName ??= address.lastName;
}

/** `gid://shopify/Customer/<id>` */
export function customerGid(customer: Pick<Customer, "id">): string {
  return `gid://shopify/Customer/${customer.id}`;
}

/** By the exact phone, E.164. */
export function findCustomerByPhone(store: Store, phone: string): Customer | null {
  for (const customer of store.customers.values()) {
    if (customer.phone === phone) return customer;
  }
  return null;
}

function changeTags(
  store: Store,
  customer: Customer,
  change: { tags: string[]; topic: string; changed: string[] },
): void {
  inAction(store, ({ at }) => {
    customer.tags = change.tags;
    touch(customer, at);
    tell(store, "customers/update", customer);
    tell(store, change.topic, {
      customerId: customerGid(customer),
      tags: change.changed,
      occurredAt: at.toISOString(),
    });
  });
}

function mergedTags(present: readonly string[], tags: readonly string[]): string[] {
  const bySpelling = new Map(present.map((tag) => [tag.toLowerCase(), tag]));
  for (const tag of tags.map((raw) => raw.trim()).filter(Boolean)) {
    if (!bySpelling.has(tag.toLowerCase())) bySpelling.set(tag.toLowerCase(), tag);
  }
  return [...bySpelling].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tag]) => tag);
}

/** To the second: webhooks tell no parts of it. */
function shopLocalTime(store: Store, instant: Date): string {
  return DateTime.fromJSDate(instant, { zone: store.shop.ianaTimezone }).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
}
