import type { z } from "zod/v4";

import { EmbeddedCustomerPayload } from "../customers/payload";
import {
  Amount,
  Currency,
  Email,
  Flag,
  Identified,
  Instant,
  MoneySet,
  Status,
  TagList,
  Text,
  Verbatim,
  Whole,
  WireId,
} from "../payload/fields";
import { listOf, recordOf } from "../payload/reader";

const AdjustmentPayload = recordOf({
  amount_set: MoneySet.nullish(),
  tax_amount_set: MoneySet.nullish(),
  amount: Amount.nullish(),
  tax_amount: Amount.nullish(),
});

const RefundLinePayload = recordOf({
  subtotal: Amount.nullish(),
  total_tax: Amount.nullish(),
  subtotal_set: MoneySet.nullish(),
  total_tax_set: MoneySet.nullish(),
});

/** A payment or its return. */
const TransactionPayload = recordOf({
  kind: Verbatim.nullish(),
  status: Verbatim.nullish(),
  amount: Amount.nullish(),
  currency: Currency.nullish(),
});
export type TransactionPayload = z.infer<typeof TransactionPayload>;

const REFUND = {
  ...Identified,
  created_at: Instant.nullish(),
  processed_at: Instant.nullish(),
  refund_line_items: listOf(RefundLinePayload).nullish(),
  order_adjustments: listOf(AdjustmentPayload).nullish(),
  refund_shipping_lines: listOf(recordOf({ subtotal_amount_set: MoneySet.nullish() })).nullish(),
  transactions: listOf(TransactionPayload).nullish(),
};
const RefundBody = recordOf(REFUND);
export type RefundBody = z.infer<typeof RefundBody>;

/** refunds/create */
export const RefundPayload = recordOf({ ...REFUND, order_id: WireId });

const LinePayload = recordOf({
  ...Identified,
  product_id: WireId.nullish(),
  variant_id: WireId.nullish(),
  title: Text.nullish(),
  name: Text.nullish(),
  variant_title: Text.nullish(),
  sku: Text.nullish(),
  quantity: Whole,
  current_quantity: Whole.nullish(),
  price: Amount.nullish(),
  price_set: MoneySet.nullish(),
  total_discount: Amount.nullish(),
  discount_allocations: listOf(
    recordOf({ amount: Amount.nullish(), amount_set: MoneySet.nullish() }),
  ).nullish(),
  gift_card: Flag.nullish(),
});
export type LinePayload = z.infer<typeof LinePayload>;

/**
 * orders/create, updated, paid, cancelled, fulfilled …
 *
 * All but the id may be missing: a subscription may ask for some fields only.
 */
export const OrderPayload = recordOf({
  ...Identified,
  name: Text.nullish(),
  created_at: Instant.nullish(),
  processed_at: Instant.nullish(),
  updated_at: Instant.nullish(),
  cancelled_at: Instant.nullish(),
  cancel_reason: Status.nullish(),
  test: Flag.nullish(),
  source_name: Text.nullish(),
  cart_token: Text.nullish(),
  checkout_token: Text.nullish(),
  email: Email.nullish(),
  contact_email: Email.nullish(),
  financial_status: Status.nullish(),
  fulfillment_status: Status.nullish(),
  currency: Currency.nullish(),
  presentment_currency: Currency.nullish(),
  taxes_included: Flag.nullish(),
  total_price: Amount.nullish(),
  total_price_set: MoneySet.nullish(),
  subtotal_price: Amount.nullish(),
  total_discounts: Amount.nullish(),
  total_tax: Amount.nullish(),
  total_shipping_price_set: MoneySet.nullish(),
  shipping_lines: listOf(recordOf({ price: Amount.nullish() })).nullish(),
  current_total_price: Amount.nullish(),
  total_outstanding: Amount.nullish(),
  discount_codes: listOf(recordOf({ code: Verbatim, amount: Amount.nullish() })).nullish(),
  tags: TagList.nullish(),
  refunds: listOf(RefundBody).nullish(),
  transactions: listOf(TransactionPayload).nullish(),
  line_items: listOf(LinePayload).nullish(),
  customer: EmbeddedCustomerPayload.nullish(),
});
export type OrderPayload = z.infer<typeof OrderPayload>;

/** orders/edited: what was added and removed, without figures. */
export const OrderEditPayload = recordOf({
  order_edit: recordOf({ order_id: WireId, committed_at: Instant.nullish(), created_at: Instant.nullish() }),
});

/** orders/delete, products/delete */
export const DeletedPayload = recordOf({ ...Identified });
