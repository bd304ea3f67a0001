import type { DiscountCode } from "../../state/model";
import type { Store } from "../../state/store";

import { type Body, gid, localTime } from "./wire";

function status(store: Store, discount: DiscountCode): string {
  const now = store.clock.now();
  if (discount.startsAt > now) return "SCHEDULED";
  return discount.endsAt && discount.endsAt <= now ? "EXPIRED" : "ACTIVE";
}

/** discounts/create and discounts/update: no code, no value; they must be asked for by the API. */
export function discountPayload(store: Store, discount: DiscountCode): Body {
  const zone = store.shop.ianaTimezone;
  return {
    admin_graphql_api_id: gid("DiscountCodeNode", discount.id),
    title: discount.title,
    status: status(store, discount),
    created_at: localTime(discount.createdAt, zone),
    updated_at: localTime(discount.updatedAt, zone),
  };
}
