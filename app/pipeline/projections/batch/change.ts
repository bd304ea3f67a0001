import type { CartChange } from "../carts/schema";
import type { CheckoutChange } from "../checkouts/schema";
import type { CustomerChange } from "../customers/schema";
import type { DiscountChange } from "../discounts/schema";
import type { OrderChange } from "../orders/schema";
import type { ProductChange } from "../products/schema";
import type { ReturnChange } from "../returns/schema";

/** What one payload tells. */
export type Change =
  | CustomerChange
  | OrderChange
  | CheckoutChange
  | ProductChange
  | ReturnChange
  | CartChange
  | DiscountChange;

/** A payload that does not tell enough: the record must be read again. */
export type RefetchWish = { resource: "refetch"; of: "customers" | "orders" | "products"; gid: string };

export type MappedChange = Change | RefetchWish;

/** What became of one change: `applied`, or why not. */
export type ChangeOutcome = "applied" | "older-version" | "deleted" | "unknown-checkout";
