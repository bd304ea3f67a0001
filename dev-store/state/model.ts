/** What a shop holds inside the stand-in store. Money is integer minor units of the currency named beside it. */

export type Money = { amountMinor: number; currencyCode: string };

/** The same amount as the shop books it and as the buyer saw it. */
export type MoneyBag = { shop: Money; presentment: Money };

export type ConsentState =
  "NOT_SUBSCRIBED" | "PENDING" | "SUBSCRIBED" | "UNSUBSCRIBED" | "REDACTED" | "INVALID";
export type OptInLevel = "SINGLE_OPT_IN" | "CONFIRMED_OPT_IN" | "UNKNOWN";

export type Consent = {
  state: ConsentState;
  optInLevel: OptInLevel;
  updatedAt: Date | null;
  /** Kept of SMS only; not given = outside of Shopify. */
  collectedFrom?: "SHOPIFY" | "OTHER";
};

export type Address = {
  firstName: string | null;
  lastName: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  province: string | null;
  provinceCode: string | null;
  zip: string | null;
  country: string | null;
  countryCode: string | null;
  phone: string | null;
};

export type Metafield = {
  id: number;
  namespace: string;
  key: string;
  type: string;
  value: string;
  createdAt: Date;
  updatedAt: Date;
};

export type Customer = {
  /** Legacy numeric id; the GID is `gid://shopify/Customer/<id>`. */
  id: number;
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  /** BCP 47, e.g. `pl` or `en-GB`. */
  locale: string;
  state: "DECLINED" | "DISABLED" | "ENABLED" | "INVITED";
  verifiedEmail: boolean;
  taxExempt: boolean;
  note: string | null;
  tags: string[];
  emailConsent: Consent;
  smsConsent: Consent;
  addresses: Address[];
  metafields: Metafield[];
  dataSaleOptOut: boolean;
  createdAt: Date;
  updatedAt: Date;
};

export type Variant = {
  id: number;
  title: string;
  sku: string;
  price: Money;
  compareAtPrice: Money | null;
  inventoryQuantity: number;
  /** `DENY` sells only what is in stock. */
  inventoryPolicy: "DENY" | "CONTINUE";
  unitCost: Money | null;
};

export type Product = {
  id: number;
  title: string;
  handle: string;
  descriptionHtml: string;
  vendor: string;
  productType: string;
  status: "ACTIVE" | "ARCHIVED" | "DRAFT";
  tags: string[];
  isGiftCard: boolean;
  imageUrl: string | null;
  variants: Variant[];
  createdAt: Date;
  updatedAt: Date;
};

export type DiscountCode = {
  id: number;
  /** Id of the code itself (`DiscountRedeemCode`); `id` is the `DiscountCodeNode`. */
  redeemCodeId: number;
  title: string;
  code: string;
  startsAt: Date;
  endsAt: Date | null;
  value:
    { kind: "percentage"; fraction: number } | { kind: "amount"; amount: Money } | { kind: "free-shipping" };
  /** Ids of the products it takes off from; null = the whole order. */
  productIds: number[] | null;
  minimumSubtotal: Money | null;
  minimumQuantity: number | null;
  /** Customer ids the code is bound to; null = everybody. */
  customerIds: number[] | null;
  usageLimit: number | null;
  appliesOncePerCustomer: boolean;
  combinesWith: { orderDiscounts: boolean; productDiscounts: boolean; shippingDiscounts: boolean };
  tags: string[];
  usageCount: number;
  /** Name of the app that made it; null = the merchant. */
  createdByApp: string | null;
  /** Of one of many codes of a discount: the discount's id; null = it is the discount, with its first code. */
  parentId: number | null;
  createdAt: Date;
  updatedAt: Date;
};

/** Codes that were handed over together; Shopify makes them by itself, after a while. */
export type CodeCreation = {
  id: number;
  discountId: number;
  codes: { code: string; redeemCodeId: number | null; error: string | null }[];
  done: boolean;
  createdAt: Date;
};

export type CheckoutLine = {
  key: string;
  productId: number;
  variantId: number;
  quantity: number;
};

export type Checkout = {
  /** Legacy numeric id of the AbandonedCheckout; never in webhooks since 2026-04. */
  id: number;
  token: string;
  cartToken: string;
  email: string | null;
  phone: string | null;
  customerId: number | null;
  buyerAcceptsMarketing: boolean;
  locale: string;
  presentmentCurrency: string;
  lines: CheckoutLine[];
  discountCodes: string[];
  shippingAddress: Address | null;
  sourceName: string;
  /** Opaque address that restores this checkout. */
  recoverUrl: string;
  createdAt: Date;
  updatedAt: Date;
  completedAt: Date | null;
};

/** A cart of the online store. It names nobody: only its token leads to a checkout. */
export type Cart = {
  token: string;
  lines: Pick<CheckoutLine, "productId" | "variantId" | "quantity">[];
  createdAt: Date;
  updatedAt: Date;
};

export type OrderLine = {
  id: number;
  productId: number | null;
  variantId: number | null;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  quantity: number;
  /** After edits and refunds. */
  currentQuantity: number;
  unitPrice: MoneyBag;
  /** Of the whole line, of all discounts. */
  discount: MoneyBag;
  /** Of the whole line. */
  tax: MoneyBag;
  isGiftCard: boolean;
};

export type RefundLine = { lineId: number; quantity: number; subtotal: MoneyBag; tax: MoneyBag };

export type Refund = {
  id: number;
  createdAt: Date;
  note: string | null;
  lines: RefundLine[];
  total: MoneyBag;
  transactionId: number;
};

export type ReturnLine = { id: number; orderLineId: number; quantity: number; reason: string };

/** Goods that a buyer sends back, or asks to. */
export type Return = {
  id: number;
  /** `#1001-R1` */
  name: string;
  orderId: number;
  status: "REQUESTED" | "OPEN" | "DECLINED" | "CANCELED" | "CLOSED";
  declineReason: string | null;
  lines: ReturnLine[];
  createdAt: Date;
};

export type Transaction = {
  id: number;
  kind: "SALE" | "AUTHORIZATION" | "CAPTURE" | "VOID" | "REFUND";
  status: "SUCCESS" | "FAILURE" | "PENDING";
  gateway: string;
  amount: MoneyBag;
  processedAt: Date;
  parentId: number | null;
};

export type FinancialStatus =
  | "AUTHORIZED"
  | "EXPIRED"
  | "PAID"
  | "PARTIALLY_PAID"
  | "PARTIALLY_REFUNDED"
  | "PENDING"
  | "REFUNDED"
  | "VOIDED";

export type Order = {
  id: number;
  /** 1001, 1002 …; the name is `#1001`. */
  number: number;
  email: string | null;
  phone: string | null;
  customerId: number | null;
  test: boolean;
  sourceName: string;
  cartToken: string | null;
  checkoutToken: string | null;
  locale: string;
  presentmentCurrency: string;
  taxesIncluded: boolean;
  financialStatus: FinancialStatus;
  fulfillmentStatus: "FULFILLED" | "UNFULFILLED" | "PARTIALLY_FULFILLED";
  lines: OrderLine[];
  shipping: MoneyBag;
  shippingAddress: Address | null;
  discountCodes: { code: string; amount: MoneyBag; type: "percentage" | "fixed_amount" | "shipping" }[];
  refunds: Refund[];
  transactions: Transaction[];
  tags: string[];
  note: string | null;
  cancelReason: "CUSTOMER" | "DECLINED" | "FRAUD" | "INVENTORY" | "OTHER" | "STAFF" | null;
  createdAt: Date;
  processedAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  cancelledAt: Date | null;
};

export type BulkOperation = {
  id: number;
  query: string;
  groupObjects: boolean;
  status: "CREATED" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELING" | "CANCELED" | "EXPIRED";
  errorCode: "ACCESS_DENIED" | "INTERNAL_SERVER_ERROR" | "TIMEOUT" | null;
  createdAt: Date;
  completedAt: Date | null;
  objectCount: number;
  rootObjectCount: number;
  fileSize: number | null;
  /** The JSONL, once completed; null when no row matched. */
  jsonl: string | null;
};

export type Shop = {
  id: number;
  /** `demo-shop.myshopify.com` */
  domain: string;
  name: string;
  email: string;
  ownerFirstName: string;
  ownerLastName: string;
  currencyCode: string;
  /** Presentment currencies with the price of one unit of the shop's currency. */
  presentmentRates: Record<string, number>;
  ianaTimezone: string;
  countryCode: string;
  taxRate: number;
  taxesIncluded: boolean;
  plan: "Basic" | "Advanced" | "Plus";
  createdAt: Date;
};
