import { z } from "zod/v4";

import { EmbeddedCustomerPayload } from "../customers/payload";
import { Amount, Currency, Email, Instant, Text, WireId } from "../payload/fields";

const LinePayload = z.object({
  product_id: WireId.nullish(),
  variant_id: WireId.nullish(),
  title: Text.nullish(),
  variant_title: Text.nullish(),
  sku: Text.nullish(),
  quantity: z.number().int(),
  price: Amount.nullish(),
  image_url: Text.nullish(),
});
export type CheckoutLinePayload = z.infer<typeof LinePayload>;

/** checkouts/create and checkouts/update; since 2026-04 without an id. */
export const CheckoutPayload = z.object({
  token: z.string().min(1),
  id: WireId.nullish(),
  /** `#` and the number. */
  name: Text.nullish(),
  cart_token: Text.nullish(),
  email: Email.nullish(),
  phone: Text.nullish(),
  created_at: Instant.nullish(),
  updated_at: Instant.nullish(),
  completed_at: Instant.nullish(),
  currency: Currency,
  presentment_currency: Currency.nullish(),
  subtotal_price: Amount.nullish(),
  total_price: Amount,
  abandoned_checkout_url: Text.nullish(),
  web_url: Text.nullish(),
  customer_locale: Text.nullish(),
  buyer_accepts_marketing: z.boolean().nullish(),
  source_name: Text.nullish(),
  discount_codes: z.array(z.object({ code: z.string() })).nullish(),
  line_items: z.array(LinePayload).nullish(),
  customer: EmbeddedCustomerPayload.nullish(),
  customer_id: WireId.nullish(),
});
export type CheckoutPayload = z.infer<typeof CheckoutPayload>;

/** checkouts/delete: no token. */
export const DeletedCheckoutPayload = z.object({
  id: WireId.nullish(),
  token: Text.nullish(),
  cart_token: Text.nullish(),
});
