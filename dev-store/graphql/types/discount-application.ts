import type { Money, Order } from "../../state/model";
import type { Store } from "../../state/store";
import type { TypeResolvers } from "../context";
import { tagged } from "../type-tags";

/** A code as it was applied to an order. */
export type Application = {
  code: string;
  index: number;
  isShipping: boolean;
  value: Money | { percentage: number };
};

/** The codes of an order; a percentage is known while the shop still has the code, an amount otherwise. */
export function orderApplications(order: Order, store: Store): Application[] {
  return order.discountCodes.map(({ code, amount, type }, index) => {
    const value = store.findDiscountByCode(code)?.value;
    return tagged("DiscountCodeApplication", {
      code,
      index,
      isShipping: type === "shipping",
      value:
        value?.kind === "percentage"
          ? tagged("PricingPercentageValue", { percentage: Math.round(value.fraction * 1e6) / 1e4 })
          : tagged("MoneyV2", { ...amount.presentment }),
    });
  });
}

export const discountApplicationTypes = {
  DiscountCodeApplication: {
    allocationMethod: () => "ACROSS",
    targetSelection: () => "ALL",
    targetType: ({ isShipping }) => (isShipping ? "SHIPPING_LINE" : "LINE_ITEM"),
  } satisfies TypeResolvers<Application>,
};
