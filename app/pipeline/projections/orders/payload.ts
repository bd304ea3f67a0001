import { z } from "zod/v4";

import { EmbeddedCustomerPayload } from "../customers/payload";
import {
  Amount,
  Currency,
  Email,
  Identified,
  Instant,
  MoneySet,
  Status,
  TagList,
  Text,
  WireId,
} from "../payload/fields";

const AdjustmentPayload = z.object({
  amount_set: MoneySet.nullish(),
  tax_amount_set: MoneySet.nullish(),
  amount: Amount.nullish(),
  tax_amount: Amount.nullish(),
});

const RefundLinePayload = z.object({
  subtotal: Amount.nullish(),
  total_tax: Amount.nullish(),
  subtotal_set: MoneySet.nullish(),
  total_tax_set: MoneySet.nullish(),
});

/** A payment or its return. */
const TransactionPayload = z.object({
  kind: z.string().nullish(),
  status: z.string().nullish(),
  amount: Amount.nullish(),
  currency: Currency.nullish(),
});
export type TransactionPayload = z.infer<typeof TransactionPayload>;

const RefundBody = z.object({
  ...Identified,
  created_at: Instant.nullish(),
  processed_at: Instant.nullish(),
  refund_line_items: z.array(RefundLinePayload).nullish(),
  order_adjustments: z.array(AdjustmentPayload).nullish(),
  refund_shipping_lines: z.array(z.object({ subtotal_amount_set: MoneySet.nullish() })).nullish(),
  transactions: z.array(TransactionPayload).nullish(),
});
export type RefundBody = z.infer<typeof RefundBody>;

/** refunds/create */
export const RefundPayload = RefundBody.extend({ order_id: WireId });

const LinePayload = z.object({
  ...Identified,
  product_id: WireId.nullish(),
  variant_id: WireId.nullish(),
  title: Text.nullish(),
  name: Text.nullish(),
  variant_title: Text.nullish(),
  sku: Text.nullish(),
  quantity: z.number().int(),
  current_quantity: z.number().int().nullish(),
  price: Amount.nullish(),
  price_set: MoneySet.nullish(),
  total_discount: Amount.nullish(),
  discount_allocations: z
    .array(z.object({ amount: Amount.nullish(), amount_set: MoneySet.nullish() }))
    .nullish(),
  gift_card: z.boolean().nullish(),
});
export type LinePayload = z.infer<typeof LinePayload>;

/**
 * orders/create, updated, paid, cancelled, fulfilled …
 *
 * All but the id may be missing: a subscription may ask for some fields only.
 */
export const OrderPayload = z.object({
  ...Identified,
  name: Text.nullish(),
  created_at: Instant.nullish(),
  processed_at: Instant.nullish(),
  updated_at: Instant.nullish(),
  cancelled_at: Instant.nullish(),
  cancel_reason: Status.nullish(),
  test: z.boolean().nullish(),
  source_name: Text.nullish(),
  cart_token: Text.nullish(),
  checkout_token: Text.nullish(),
  email: Email.nullish(),
  contact_email: Email.nullish(),
  financial_status: Status.nullish(),
  fulfillment_status: Status.nullish(),
  currency: Currency.nullish(),
  presentment_currency: Currency.nullish(),
  taxes_included: z.boolean().nullish(),
  total_price: Amount.nullish(),
  total_price_set: MoneySet.nullish(),
  subtotal_price: Amount.nullish(),
  total_discounts: Amount.nullish(),
  total_tax: Amount.nullish(),
  total_shipping_price_set: MoneySet.nullish(),
  shipping_lines: z.array(z.object({ price: Amount.nullish() })).nullish(),
  current_total_price: Amount.nullish(),
  total_outstanding: Amount.nullish(),
  discount_codes: z.array(z.object({ code: z.string(), amount: Amount.nullish() })).nullish(),
  tags: TagList.nullish(),
  refunds: z.array(RefundBody).nullish(),
  transactions: z.array(TransactionPayload).nullish(),
  line_items: z.array(LinePayload).nullish(),
  customer: EmbeddedCustomerPayload.nullish(),
});
export type OrderPayload = z.infer<typeof OrderPayload>;

/** orders/edited: what was added and removed, without figures. */
export const OrderEditPayload = z.object({
  order_edit: z.object({ order_id: WireId, committed_at: Instant.nullish(), created_at: Instant.nullish() }),
});

/** orders/delete, products/delete */
export const DeletedPayload = z.object({ ...Identified });
