/** What a code is worth. */
export type DiscountValue =
  /** Share of the price, in basis points: 1_000 = 10 %. */
  | { kind: "percentage"; percentBp: number }
  | { kind: "amount"; amountMinor: number; currencyCode: string }
  | { kind: "free-shipping" };

/** What the cart must hold for a code to be taken. */
export type DiscountMinimum =
  { kind: "amount"; amountMinor: number; currencyCode: string } | { kind: "quantity"; quantity: number };

/** What a code takes off from. */
export type DiscountItems =
  | { kind: "all" }
  | { kind: "products"; gids: readonly string[] }
  | { kind: "collections"; gids: readonly string[] };

export type CombinesWith = { order: boolean; product: boolean; shipping: boolean };

/** A discount by code, as it is to be made. */
export type DiscountWish = {
  code: string;
  title: string;
  value: DiscountValue;
  minimum: DiscountMinimum | null;
  items: DiscountItems;
  combinesWith: CombinesWith;
  oncePerCustomer: boolean;
  /** How often it works in all; null = as often as there are people with it. */
  usageLimit: number | null;
  /** Bound to this customer; null = anybody with the code. */
  customerGid: string | null;
  startsAt: Date;
  /** Null: it has no end. */
  endsAt: Date | null;
};

/** A live discount of a shop. */
export type LiveDiscount = {
  gid: string;
  title: string;
  classes: readonly ("ORDER" | "PRODUCT" | "SHIPPING")[];
  combinesWith: CombinesWith;
  isAutomatic: boolean;
  endsAt: Date | null;
};

export type GiftCardWish = {
  /** 8 to 20 of a–z and 0–9: the natural key. */
  code: string;
  note: string;
  amountMinor: number;
  currencyCode: string;
  customerGid: string;
  /** The last day it is taken, YYYY-MM-DD. */
  expiresOn: string;
};

export type CreditWish = {
  customerGid: string;
  amountMinor: number;
  currencyCode: string;
  /** With the amount the natural key: Shopify keeps no other text with a credit. To the second. */
  expiresAt: Date;
};
