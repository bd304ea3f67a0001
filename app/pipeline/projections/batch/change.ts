import type { CheckoutChange } from "../checkouts/schema";
import type { CustomerChange } from "../customers/schema";
import type { OrderChange } from "../orders/schema";
import type { ProductChange } from "../products/schema";

/** What one payload tells. */
export type Change = CustomerChange | OrderChange | CheckoutChange | ProductChange;

/** What became of one change: `applied`, or why not. */
export type ChangeOutcome = "applied" | "older-version" | "deleted" | "unknown-checkout";
