import { z } from "zod/v4";

import { Amount, Instant, MoneySet, Text, WireId } from "../payload/fields";

const LinePayload = z.object({
  product_id: WireId.nullish(),
  variant_id: WireId.nullish(),
  title: Text.nullish(),
  sku: Text.nullish(),
  quantity: z.number().int(),
  price: Amount.nullish(),
  price_set: MoneySet.nullish(),
  /** After discounts. */
  discounted_price: Amount.nullish(),
  discounted_price_set: MoneySet.nullish(),
  line_price: Amount.nullish(),
  line_price_set: MoneySet.nullish(),
});
export type CartLinePayload = z.infer<typeof LinePayload>;

/** carts/create and carts/update. The note may hold anything a shopper types: it is not taken. */
export const CartPayload = z.object({
  token: z.string().min(1),
  created_at: Instant.nullish(),
  updated_at: Instant.nullish(),
  line_items: z.array(LinePayload),
});
