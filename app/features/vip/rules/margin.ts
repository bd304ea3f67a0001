import { marginAfterBp } from "~/engine/incentives/rules/offer";

/** Orders of one discount, in basis points of what the goods cost before it, and what was kept for their goods. */
export type DiscountedGoods = { discountBp: number; goodsMinor: number };

/**
 * The margin of orders (METRICS F7), in minor units, rounded half up: what was kept for the goods, times what the shop's
 * gross margin leaves of a price after its discount (`marginAfterBp`, as the margin floor of incentives counts).
 */
export function marginOf(orders: readonly DiscountedGoods[], grossMarginBp: number): number {
  const sum = orders.reduce(
    (total, { discountBp, goodsMinor }) => total + goodsMinor * marginAfterBp(grossMarginBp, discountBp),
    0,
  );
  return Math.round(sum / 10_000);
}
