/**
 * What a delivery of a resource is sent as when only the resource is told (`orders`, not `orders/create`): the topic
 * that asks least of the body. `malformed` collects bodies that fit no topic: they go to the busiest one.
 */
const TOPIC_OF_RESOURCE: Readonly<Record<string, string>> = {
  app_purchases_one_time: "app_purchases_one_time/update",
  bulk_operations: "bulk_operations/finish",
  carts: "carts/update",
  checkouts: "checkouts/update",
  collections: "collections/update",
  companies: "companies/update",
  company_contacts: "company_contacts/update",
  company_locations: "company_locations/update",
  customers: "customers/update",
  customers_email_marketing_consent: "customers_email_marketing_consent/update",
  customers_marketing_consent: "customers_marketing_consent/update",
  disputes: "disputes/update",
  draft_orders: "draft_orders/update",
  fulfillment_events: "fulfillment_events/create",
  fulfillments: "fulfillments/update",
  inventory_items: "inventory_items/update",
  inventory_levels: "inventory_levels/update",
  locations: "locations/update",
  malformed: "orders/create",
  order_transactions: "order_transactions/create",
  orders: "orders/updated",
  payment_terms: "payment_terms/update",
  products: "products/update",
  refunds: "refunds/create",
  selling_plan_groups: "selling_plan_groups/update",
  shop: "shop/update",
  subscription_billing_attempts: "subscription_billing_attempts/success",
  tender_transactions: "tender_transactions/create",
};

/** `orders/create`, `customer.tags_added`; not `graphql:orders`, not `line_items`. */
const TOPIC = /^[a-z][a-z0-9_]*[/.][a-z][a-z0-9_]*$/;

/**
 * The topic that a name stands for: a topic itself, or a resource that has topics.
 *
 * @returns null when webhooks of it do not exist (`line_items`, `gift_cards`, `graphql:orders`, an empty name).
 */
export function topicOfName(name: string): string | null {
  if (TOPIC.test(name)) return name;
  return Object.hasOwn(TOPIC_OF_RESOURCE, name) ? (TOPIC_OF_RESOURCE[name] ?? null) : null;
}

/**
 * The topic a file's folder tells: `rest/orders__create/x.json` → `orders/create`,
 * `webhooks/customer.tags_added/x.json` → `customer.tags_added`, `shapes/orders/x.json` → `orders/updated`.
 *
 * @param path with `/` between its parts; the innermost folder that tells a topic counts.
 */
export function topicOfPath(path: string): string | null {
  const folders = path.split("/").slice(0, -1).reverse();
  for (const folder of folders) {
    const topic = topicOfName(folder.replace("__", "/"));
    if (topic) return topic;
  }
  return null;
}
