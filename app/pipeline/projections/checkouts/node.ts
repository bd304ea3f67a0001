import { z } from "zod/v4";

import { Currency, Instant, MoneyBag, Text } from "../payload/fields";

const Reference = z.object({ id: z.string() }).nullish();

/** Tells what the shopper saw prices in, too. */
const TotalBag = MoneyBag.extend({ presentmentMoney: z.object({ currencyCode: Currency }).nullish() });

const LineNode = z.object({
  title: Text.nullish(),
  variantTitle: Text.nullish(),
  sku: Text.nullish(),
  quantity: z.number().int(),
  image: z.object({ url: z.string() }).nullish(),
  product: Reference,
  variant: Reference,
  originalUnitPriceSet: MoneyBag,
});

/** An abandoned checkout as the API gives it, with its lines as `lineItems.nodes`: no token, no e-mail. */
export const CheckoutNode = z.object({
  id: z.string().regex(/\/AbandonedCheckout\/\d+$/, "expected gid://shopify/AbandonedCheckout/…"),
  createdAt: Instant,
  updatedAt: Instant,
  completedAt: Instant.nullish(),
  abandonedCheckoutUrl: z.string(),
  customer: Reference,
  discountCodes: z.array(z.string()),
  totalPriceSet: TotalBag,
  subtotalPriceSet: MoneyBag.nullish(),
  lineItems: z.object({ nodes: z.array(LineNode) }),
});
export type CheckoutNode = z.infer<typeof CheckoutNode>;
