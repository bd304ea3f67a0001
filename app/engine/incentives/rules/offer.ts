import type { Offer, OfferKind } from "../schema";

/** The classes by which Shopify decides what combines. */
export type DiscountClass = "order" | "product" | "shipping";

/** Class of an offer's discount; null = it is money, and combines with everything. */
export function classOf({ value, items }: Pick<Offer, "value" | "items">): DiscountClass | null {
  switch (value.kind) {
    case "percentage":
    case "amount":
      return items.kind === "all" ? "order" : "product";
    case "free-shipping":
      return "shipping";
    case "gift-card":
    case "store-credit":
      return null;
  }
}

/** Whether it is a code of a discount, not money. */
export function isCodeKind(kind: OfferKind): boolean {
  return kind === "percentage" || kind === "amount" || kind === "free-shipping";
}

/** What the shop sells like, in its own currency; null = it has sold nothing lately. */
export type ShopAverages = { orderMinor: number | null; shippingMinor: number };

/**
 * The order an offer is expected to be used in, in minor units: the shop's average one, or what it must hold at least
 * when that is more; 0 when nothing is known.
 */
export function expectedOrderMinor({ minimum }: Pick<Offer, "minimum">, averages: ShopAverages): number {
  const floor = minimum?.kind === "amount" ? minimum.amountMinor : 0;
  return Math.max(floor, averages.orderMinor ?? 0);
}

/**
 * What an offer is expected to cost when it is used, in minor units, rounded half up: what a budget sets aside.
 *
 * An amount never costs more than the order it is taken off; gift cards and credit cost what they are worth.
 */
export function expectedCostMinor(offer: Pick<Offer, "value" | "minimum">, averages: ShopAverages): number {
  const orderMinor = expectedOrderMinor(offer, averages);
  const { value } = offer;
  switch (value.kind) {
    case "percentage":
      return Math.round((orderMinor * value.percentBp) / 10_000);
    case "amount":
      return orderMinor === 0 ? value.amountMinor : Math.min(value.amountMinor, orderMinor);
    case "free-shipping":
      return averages.shippingMinor;
    case "gift-card":
    case "store-credit":
      return value.amountMinor;
  }
}

/**
 * What is left of the price after the goods are paid, in basis points of what the customer pays:
 * (margin − discount) ÷ (1 − discount).
 *
 * Below zero the order is sold at a loss; more than the whole of what is paid counts as −10 000, and so does a discount
 * of the whole price.
 *
 * @param grossMarginBp Share of the undiscounted price that is not the cost of goods.
 * @param discountBp Share of the undiscounted price that is taken off.
 */
export function marginAfterBp(grossMarginBp: number, discountBp: number): number {
  if (discountBp >= 10_000) return -10_000;
  const leftBp = Math.round(((grossMarginBp - discountBp) * 10_000) / (10_000 - discountBp));
  return Math.max(leftBp, -10_000);
}
