import { decimalString, zeroLike } from "../../commerce/money";
import type { Money, Order, Transaction } from "../../state/model";
import type { Store } from "../../state/store";

import { transactionBody } from "./refunds";
import type { Body } from "./wire";

/** Other sets call the key `currency_code`. */
function amountBody(money: Money): Body {
  return { amount: decimalString(money), currency: money.currencyCode };
}

/** order_transactions/create. */
export function transactionPayload(store: Store, order: Order, transaction: Transaction): Body {
  const unsettled = transaction.kind === "AUTHORIZATION" ? transaction.amount : zeroLike(transaction.amount);
  return {
    ...transactionBody(store, order, transaction),
    payment_details: null,
    total_unsettled_set: {
      presentment_money: amountBody(unsettled.presentment),
      shop_money: amountBody(unsettled.shop),
    },
    amount_rounding: null,
  };
}
