import { z } from "zod/v4";

import { Currency, Email, Instant, MoneyBag, Status, TagList, Text } from "../payload/fields";

const Reference = z.object({ id: z.string() }).nullish();

export const LineNode = z.object({
  id: z.string().regex(/\/LineItem\/\d+$/, "expected gid://shopify/LineItem/…"),
  title: Text.nullish(),
  variantTitle: Text.nullish(),
  sku: Text.nullish(),
  quantity: z.number().int(),
  currentQuantity: z.number().int().nullish(),
  isGiftCard: z.boolean().nullish(),
  product: Reference,
  variant: Reference,
  originalUnitPriceSet: MoneyBag,
  discountAllocations: z.array(z.object({ allocatedAmountSet: MoneyBag })).nullish(),
});
export type LineNode = z.infer<typeof LineNode>;

/** An order as the API gives it, with its lines as `lineItems.nodes`. */
export const OrderNode = z.object({
  id: z.string().regex(/\/Order\/\d+$/, "expected gid://shopify/Order/…"),
  name: z.string(),
  createdAt: Instant,
  processedAt: Instant.nullish(),
  updatedAt: Instant,
  cancelledAt: Instant.nullish(),
  cancelReason: Status.nullish(),
  test: z.boolean(),
  sourceName: Text.nullish(),
  cartToken: Text.nullish(),
  checkoutToken: Text.nullish(),
  email: Email.nullish(),
  customer: Reference,
  currencyCode: Currency,
  presentmentCurrencyCode: Currency.nullish(),
  displayFinancialStatus: Status.nullish(),
  displayFulfillmentStatus: Status.nullish(),
  totalPriceSet: MoneyBag,
  subtotalPriceSet: MoneyBag.nullish(),
  totalDiscountsSet: MoneyBag.nullish(),
  totalShippingPriceSet: MoneyBag.nullish(),
  totalTaxSet: MoneyBag.nullish(),
  netPaymentSet: MoneyBag,
  discountCodes: z.array(z.string()),
  tags: TagList,
  refunds: z.array(
    z.object({
      id: z.string().regex(/\/Refund\/\d+$/, "expected gid://shopify/Refund/…"),
      createdAt: Instant.nullish(),
      totalRefundedSet: MoneyBag,
    }),
  ),
  lineItems: z.object({ nodes: z.array(LineNode) }).optional(),
});
export type OrderNode = z.infer<typeof OrderNode>;
