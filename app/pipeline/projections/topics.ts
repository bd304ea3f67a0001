import { mapCart } from "./carts/mapping";
import { mapCheckout, mapCheckoutDeletion } from "./checkouts/mapping";
import {
  mapCustomer,
  mapCustomerDeletion,
  mapEmailConsent,
  mapPurchasingSummary,
  mapSmsConsent,
  mapTags,
} from "./customers/mapping";
import type { MappedChange } from "./batch/change";
import type { MappingInput } from "./batch/mapping-input";
import { mapDiscount, mapDiscountDeletion, mapRedeemCode } from "./discounts/mapping";
import { EVENT_ACTIONS, EVENT_RESOURCES, mapEventDelivery } from "./event-deliveries/mapping";
import { mapOrder, mapOrderDeletion, mapOrderEdit, mapRefundDelivery } from "./orders/mapping";
import type { Family } from "./payload/family";
import { mapProduct, mapProductDeletion } from "./products/mapping";
import { mapReturn } from "./returns/mapping";
import { mapTransaction } from "./transactions/mapping";

/** How the body of a topic becomes changes. */
export type Topic = {
  /** What a body of this topic is; anything else recognised is refused. */
  family: Family;
  /** The body is a notice, not the record: a full record under such a topic is refused. */
  isDeletion?: true;
  map: (input: MappingInput) => MappedChange[];
};

const order: Topic = { family: "order", map: mapOrder };
const customer: Topic = { family: "customer", map: mapCustomer };
const checkout: Topic = { family: "checkout", map: mapCheckout };
const product: Topic = { family: "product", map: mapProduct };
const goodsBack: Topic = { family: "return", map: mapReturn };
const cart: Topic = { family: "cart", map: mapCart };
const discount: Topic = { family: "discount", map: mapDiscount };

/** `Customer/update` …: deliveries of the Events family, by what their headers say. */
const EVENT_TOPICS: Readonly<Record<string, Topic>> = Object.fromEntries(
  EVENT_RESOURCES.flatMap((resource) =>
    EVENT_ACTIONS.map((action): [string, Topic] => {
      const name = `${resource.type}/${action}`;
      const map = (input: MappingInput) => mapEventDelivery(input, resource, action);
      return [name, { family: `event of ${name}`, map }];
    }),
  ),
);

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
  "order_transactions/create": { family: "transaction", map: mapTransaction },
  "returns/request": goodsBack,
  "returns/approve": goodsBack,
  "returns/decline": goodsBack,
  "returns/cancel": goodsBack,
  "returns/close": goodsBack,
  "returns/reopen": goodsBack,
  "returns/process": goodsBack,
  "returns/update": goodsBack,
  "carts/create": cart,
  "carts/update": cart,
  "discounts/create": discount,
  "discounts/update": discount,
  "discounts/delete": { family: "discount", isDeletion: true, map: mapDiscountDeletion },
  "discounts/redeemcode_added": { family: "redeem-code", map: (input) => mapRedeemCode(input, true) },
  "discounts/redeemcode_removed": { family: "redeem-code", map: (input) => mapRedeemCode(input, false) },
  ...EVENT_TOPICS,
};
