import { z } from "zod/v4";

import { Amount, Identified, Instant, Status, Text } from "../payload/fields";

const VariantPayload = z.object({
  ...Identified,
  title: Text.nullish(),
  sku: Text.nullish(),
  price: Amount.nullish(),
  inventory_quantity: z.number().int().nullish(),
  /** Older versions: null when the stock is not tracked. */
  inventory_management: z.string().nullish(),
  inventory_policy: Status.nullish(),
});
export type VariantPayload = z.infer<typeof VariantPayload>;

/** products/create and products/update */
export const ProductPayload = z.object({
  ...Identified,
  title: Text.nullish(),
  handle: Text.nullish(),
  status: Status.nullish(),
  vendor: Text.nullish(),
  product_type: Text.nullish(),
  image: z.object({ src: Text.nullish() }).nullish(),
  updated_at: Instant.nullish(),
  variants: z.array(VariantPayload).nullish(),
  variant_gids: z.array(z.object({ admin_graphql_api_id: z.string() })).nullish(),
});
