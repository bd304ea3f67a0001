import { z } from "zod/v4";

import { Amount, Instant, Status, Text } from "../payload/fields";

const VariantNode = z.object({
  id: z.string().regex(/\/ProductVariant\/\d+$/, "expected gid://shopify/ProductVariant/…"),
  title: Text.nullish(),
  sku: Text.nullish(),
  price: Amount,
  inventoryQuantity: z.number().int().nullish(),
  inventoryPolicy: Status.nullish(),
  inventoryItem: z.object({ tracked: z.boolean() }).nullish(),
});
export type VariantNode = z.infer<typeof VariantNode>;

/** A product as the API gives it, with all its variants as `variants.nodes`. */
export const ProductNode = z.object({
  id: z.string().regex(/\/Product\/\d+$/, "expected gid://shopify/Product/…"),
  title: z.string(),
  handle: Text.nullish(),
  status: Status.nullish(),
  vendor: Text.nullish(),
  productType: Text.nullish(),
  isGiftCard: z.boolean().optional(),
  updatedAt: Instant,
  featuredMedia: z
    .object({ preview: z.object({ image: z.object({ url: z.string() }).nullish() }).nullish() })
    .nullish(),
  variants: z.object({ nodes: z.array(VariantNode) }),
});
export type ProductNode = z.infer<typeof ProductNode>;
