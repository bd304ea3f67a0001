import { z } from "zod/v4";

import { Instant, Status, Text } from "../payload/fields";

const DiscountGid = z
  .string()
  .regex(
    /^gid:\/\/shopify\/Discount(Code|Automatic)?Node\/\d+$/,
    "expected gid://shopify/DiscountCodeNode/… or gid://shopify/DiscountAutomaticNode/…",
  );

/** discounts/create and discounts/update */
export const DiscountPayload = z.object({
  admin_graphql_api_id: DiscountGid,
  title: Text,
  status: Status.nullish(),
  created_at: Instant.nullish(),
  updated_at: Instant.nullish(),
});

/** discounts/delete */
export const DeletedDiscountPayload = z.object({
  admin_graphql_api_id: DiscountGid,
  deleted_at: Instant.nullish(),
});

/** discounts/redeemcode_added and discounts/redeemcode_removed */
export const RedeemCodePayload = z.object({
  admin_graphql_api_id: DiscountGid,
  redeem_code: z.object({
    id: z
      .string()
      .regex(/^gid:\/\/shopify\/DiscountRedeemCode\/\d+$/, "expected gid://shopify/DiscountRedeemCode/…"),
    code: z.string().min(1),
  }),
  updated_at: Instant.nullish(),
});
