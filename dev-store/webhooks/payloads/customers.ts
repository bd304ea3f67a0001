import type { Customer } from "../../state/model";
import type { Store } from "../../state/store";

import { customerAddresses } from "./addresses";
import { type Body, gid, localTime } from "./wire";

/**
 * A customer inside an order or checkout. Since 2025-01 without tags, consent, order count,
 * total spent and last order: they have topics of their own.
 */
export function embeddedCustomer(store: Store, customer: Customer): Body {
  const zone = store.shop.ianaTimezone;
  const [defaultAddress] = customerAddresses(customer);
  return {
    id: customer.id,
    created_at: localTime(customer.createdAt, zone),
    updated_at: localTime(customer.updatedAt, zone),
    first_name: customer.firstName,
    last_name: customer.lastName,
    state: customer.state.toLowerCase(),
    note: customer.note,
    verified_email: customer.verifiedEmail,
    multipass_identifier: null,
    tax_exempt: customer.taxExempt,
    email: customer.email,
    phone: customer.phone,
    currency: store.shop.currencyCode,
    tax_exemptions: [],
    admin_graphql_api_id: gid("Customer", customer.id),
    ...(defaultAddress ? { default_address: defaultAddress } : {}),
  };
}

/** customers/create, customers/update, customers/enable, customers/disable. */
export function customerPayload(store: Store, customer: Customer): Body {
  return { ...embeddedCustomer(store, customer), addresses: customerAddresses(customer) };
}
