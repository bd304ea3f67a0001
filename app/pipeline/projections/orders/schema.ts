import type { CustomerChange } from "../customers/schema";
import type { Said } from "../rules/said";
import type { TransactionRow } from "../transactions/schema";

/** A stored order, without lines, codes and refunds. */
export type OrderRow = {
  id: string;
  gid: string;
  name: string;
  customerId: string | null;
  /** The store names no customer: `customerId` is whoever has the order's address. */
  isLinkedByAddress: boolean;
  email: string | null;
  isTest: boolean;
  sourceName: string | null;
  cartToken: string | null;
  checkoutToken: string | null;
  financialStatus: string | null;
  fulfillmentStatus: string | null;
  currencyCode: string;
  presentmentCurrency: string | null;
  totalMinor: number;
  subtotalMinor: number;
  discountMinor: number;
  shippingMinor: number;
  taxMinor: number;
  receivedMinor: number;
  refundedMinor: number;
  /** Of `refundedMinor`: told by an imported file, which does not list the refunds. */
  unlistedRefundMinor: number;
  netMinor: number;
  netTaxMinor: number;
  netShippingMinor: number;
  isValid: boolean;
  tagsJson: string;
  placedAt: Date;
  placedOn: string;
  placedMonth: string;
  cancelledAt: Date | null;
  cancelReason: string | null;
  deletedAt: Date | null;
  versionAt: Date;
  /** What the newest payload said of payment, where single payments told more since; null: what the row says. */
  statedPaymentJson: string | null;
};

/** Version of an order of which no whole payload was seen yet. */
export const UNKNOWN_VERSION = new Date(0);

/** What payloads state; the rest of the row is derived. */
export type OrderFields = Omit<
  OrderRow,
  | "id"
  | "gid"
  | "isLinkedByAddress"
  | "receivedMinor"
  | "refundedMinor"
  | "unlistedRefundMinor"
  | "netMinor"
  | "netTaxMinor"
  | "netShippingMinor"
  | "isValid"
  | "deletedAt"
  | "versionAt"
  | "statedPaymentJson"
>;

export type OrderLineRow = {
  id: string;
  gid: string;
  productId: string | null;
  variantId: string | null;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  quantity: number;
  currentQuantity: number;
  unitPriceMinor: number;
  discountMinor: number;
  isGiftCard: boolean;
};

export type OrderDiscountRow = { code: string; codeKey: string; amountMinor: number | null };

export type RefundRow = { id: string; gid: string; amountMinor: number; refundedAt: Date };

/** What a payload tells of the money that came in. */
export type PaymentFacts = {
  /** Known exactly; null when it must be inferred from the rest. */
  receivedMinor: number | null;
  /** Total after edits and returns. */
  currentTotalMinor: number | null;
  outstandingMinor: number | null;
  /** Worth of the goods and shipping that refunds of the payload took back. */
  returnedMinor: number;
};

/** What a payload tells of an order. */
export type OrderChange = { resource: "order"; id: string; gid: string; triggeredAt: Date } & (
  | {
      kind: "order";
      version: Date;
      /** Has all that a row needs; else it only adds to what is known. */
      isWhole: boolean;
      fields: Said<OrderFields>;
      payment: PaymentFacts;
      refunds: RefundRow[] | undefined;
      /** Refunded in all, where the refunds themselves are not told. */
      refundedMinor?: number | undefined;
      lines: OrderLineRow[] | undefined;
      discounts: OrderDiscountRow[] | undefined;
      customer: CustomerChange | null;
    }
  | { kind: "refund"; refund: RefundRow }
  | { kind: "transaction"; transaction: TransactionRow }
  /** Lines were added or removed; the figures come with orders/updated. */
  | { kind: "edit"; version: Date }
  | { kind: "deletion" }
);

/** An order while a batch is worked through. */
export type OrderState = {
  row: OrderRow;
  refunds: Map<string, RefundRow>;
  /** To be stored; null leaves the stored ones. */
  lines: OrderLineRow[] | null;
  discounts: OrderDiscountRow[] | null;
  newRefunds: RefundRow[];
  /** By id. */
  transactions: Map<string, TransactionRow>;
  newTransactions: TransactionRow[];
  /** Has a row in the database, so lines and codes may have to go. */
  isStored: boolean;
  isChanged: boolean;
};
