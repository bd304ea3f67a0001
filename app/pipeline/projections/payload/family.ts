/** What a body is, whatever its topic says. */
export type Family =
  | "customer"
  | "customer-tags"
  | "customer-purchases"
  | "customer-email-consent"
  | "customer-sms-consent"
  | "order"
  | "order-edit"
  | "refund"
  | "checkout"
  | "cart"
  | "product"
  | "transaction"
  | "return"
  | "discount"
  | "redeem-code"
  | EventFamily;

/** A delivery of the Events family names its resource and action itself: `event of Customer/update`. */
export type EventFamily = `event of ${string}`;

type Body = Record<string, unknown>;

const has = (body: Body, ...keys: string[]): boolean => keys.every((key) => key in body);
const hasAny = (body: Body, ...keys: string[]): boolean => keys.some((key) => key in body);

/** Most telling first. */
const SIGNS: readonly (readonly [Family, (body: Body) => boolean])[] = [
  ["order-edit", (body) => has(body, "order_edit")],
  ["customer-tags", (body) => has(body, "customerId", "tags")],
  ["customer-purchases", (body) => has(body, "customerId") && hasAny(body, "numberOfOrders", "amountSpent")],
  ["customer-email-consent", (body) => has(body, "customer_id", "email_marketing_consent")],
  [
    "customer-sms-consent",
    (body) => has(body, "sms_marketing_consent") && !hasAny(body, "first_name", "addresses"),
  ],
  ["transaction", (body) => has(body, "order_id", "gateway", "kind", "amount")],
  ["refund", (body) => has(body, "order_id") && hasAny(body, "refund_line_items", "order_adjustments")],
  ["order", (body) => hasAny(body, "financial_status", "order_number")],
  [
    "checkout",
    (body) => has(body, "token", "line_items") && hasAny(body, "abandoned_checkout_url", "total_price"),
  ],
  ["cart", (body) => has(body, "token", "line_items")],
  ["product", (body) => has(body, "variants") && hasAny(body, "handle", "title")],
  [
    "customer",
    (body) => hasAny(body, "verified_email", "tax_exempt", "orders_count") && !has(body, "line_items"),
  ],
];

const FAMILY_BY_TYPE: Readonly<Record<string, Family>> = {
  Customer: "customer",
  Order: "order",
  Refund: "refund",
  Product: "product",
  OrderTransaction: "transaction",
  Return: "return",
  DiscountNode: "discount",
  DiscountCodeNode: "discount",
  DiscountAutomaticNode: "discount",
};

/**
 * Tells what a body is by its GID or its keys.
 *
 * @returns a `Family`; or, for a GID of something else, its type (`DraftOrder`); or null when nothing tells.
 */
export function recogniseBody(body: Body): string | null {
  if (has(body, "topic", "action", "query_variables"))
    return `event of ${String(body["topic"])}/${String(body["action"])}`;
  if (has(body, "redeem_code")) return "redeem-code";
  const gid = body["admin_graphql_api_id"];
  const type = typeof gid === "string" ? /^gid:\/\/shopify\/(\w+)\//.exec(gid)?.[1] : undefined;
  if (type) return FAMILY_BY_TYPE[type] ?? type;
  return SIGNS.find(([, matches]) => matches(body))?.[0] ?? null;
}

/** Keys that every full record has and no notice of a deletion has. */
const FULL_RECORD_KEYS = ["created_at", "updated_at", "line_items", "variants", "state"] as const;

/** All that the notices of a family may hold where nothing else tells them from other bodies. */
const NOTICE_KEYS: readonly string[] = ["id", "admin_graphql_api_id"];

/** Whether a body can be the notice that a record of the family was deleted. */
export function isDeletionOf(family: Family, body: Body): boolean {
  const recognised = recogniseBody(body);
  if (hasAny(body, ...FULL_RECORD_KEYS) || (recognised !== null && recognised !== family)) return false;
  if (family === "customer") return recognised === family;
  if (family === "discount") return has(body, "deleted_at");
  if (family === "checkout") return has(body, "cart_token");
  return Object.keys(body).every((key) => NOTICE_KEYS.includes(key));
}

/** The shop a body says it is about, where it does. */
export function shopNamedBy(body: Body): string | null {
  for (const key of ["shop_domain", "myshopify_domain"]) {
    const named = body[key];
    if (typeof named === "string") return named;
  }
  return null;
}
