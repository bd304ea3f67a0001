import type { CartChange } from "../carts/schema";
import type { CheckoutChange } from "../checkouts/schema";
import type { CustomerChange } from "../customers/schema";
import type { DiscountChange } from "../discounts/schema";
import type { OrderChange } from "../orders/schema";
import type { ProductChange } from "../products/schema";
import type { ReturnChange } from "../returns/schema";

/** What one payload, or one record read through the API, tells. */
export type Change = CustomerChange | OrderChange | CheckoutChange | ProductChange;

/** What deliveries alone tell, of records that no figure is counted from. */
export type SatelliteChange = ReturnChange | CartChange | DiscountChange;

export type AnyChange = Change | SatelliteChange;

/** A payload that does not tell enough: the record must be read again. */
export type RefetchWish = {
  resource: "refetch";
  of: "customers" | "orders" | "products";
  gid: string;
  /** Only while this order is known and waits for money: otherwise the payment is no news. */
  whileOpen?: string;
};

export type MappedChange = AnyChange | RefetchWish;

/** What became of one change: `applied`, or why not. */
export type ChangeOutcome = "applied" | "older-version" | "deleted" | "unknown-checkout" | "erased-person";
