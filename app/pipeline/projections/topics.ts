import { mapCheckout, mapCheckoutDeletion } from "./checkouts/mapping";
import {
  mapCustomer,
  mapCustomerDeletion,
  mapEmailConsent,
  mapPurchasingSummary,
  mapSmsConsent,
  mapTags,
} from "./customers/mapping";
import type { Change } from "./batch/change";
import type { MappingInput } from "./batch/mapping-input";
import { mapOrder, mapOrderDeletion, mapOrderEdit, mapRefundDelivery } from "./orders/mapping";
import type { Family } from "./payload/family";
import { mapProduct, mapProductDeletion } from "./products/mapping";

/** How the body of a topic becomes changes. */
export type Topic = {
  /** What a body of this topic is; anything else recognised is refused. */
  family: Family;
  /** The body is a notice, not the record: a full record under such a topic is refused. */
  isDeletion?: true;
  map: (input: MappingInput) => Change[];
};

const order: Topic = { family: "order", map: mapOrder };
const customer: Topic = { family: "customer", map: mapCustomer };
const checkout: Topic = { family: "checkout", map: mapCheckout };
const product: Topic = { family: "product", map: mapProduct };

/** The topics the projections understand by themselves. */
export const TOPICS: Readonly<Record<string, Topic>> = {
  "customers/create": customer,
  "customers/update": customer,
  "customers/enable": customer,
  "customers/disable": customer,
  "customers/delete": { family: "customer", isDeletion: true, map: mapCustomerDeletion },
  "customer.tags_added": { family: "customer-tags", map: (input) => mapTags(input, "added") },
  "customer.tags_removed": { family: "customer-tags", map: (input) => mapTags(input, "removed") },
  "customers/purchasing_summary": { family: "customer-purchases", map: mapPurchasingSummary },
  "customers_email_marketing_consent/update": { family: "customer-email-consent", map: mapEmailConsent },
  "customers_marketing_consent/update": { family: "customer-sms-consent", map: mapSmsConsent },
  "orders/create": order,
  "orders/updated": order,
  "orders/paid": order,
  "orders/cancelled": order,
  "orders/fulfilled": order,
  "orders/partially_fulfilled": order,
  "orders/edited": { family: "order-edit", map: mapOrderEdit },
  "orders/delete": { family: "order", isDeletion: true, map: mapOrderDeletion },
  "refunds/create": { family: "refund", map: mapRefundDelivery },
  "checkouts/create": checkout,
  "checkouts/update": checkout,
  "checkouts/delete": { family: "checkout", isDeletion: true, map: mapCheckoutDeletion },
  "products/create": product,
  "products/update": product,
  "products/delete": { family: "product", isDeletion: true, map: mapProductDeletion },
};
