import type { DiscountCode } from "../state/model";
import type { Store } from "../state/store";
import { tell } from "./action";

/** Raises that a code came to a discount, or went. */
export function tellCode(
  store: Store,
  discount: DiscountCode,
  topic: `discounts/redeemcode_${string}`,
): void {
  tell(store, topic, {
    admin_graphql_api_id: `gid://shopify/DiscountCodeNode/${discount.parentId ?? discount.id}`,
    redeem_code: { id: `gid://shopify/DiscountRedeemCode/${discount.redeemCodeId}`, code: discount.code },
    updated_at: discount.updatedAt.toISOString(),
  });
}
