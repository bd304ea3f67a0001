import { z } from "zod/v4";

import { Amount, Currency, Identified, Instant, Status, Text, WireId } from "../payload/fields";

/** Its currency is under another key than in all other sets. */
const UnsettledMoney = z.object({ amount: Amount, currency: Currency });

/** order_transactions/create: also sent when the status of one that is known changes. */
export const OrderTransactionPayload = z.object({
  ...Identified,
  order_id: WireId,
  kind: Status,
  status: Status,
  gateway: Text.nullish(),
  amount: Amount,
  /** Older payloads leave it out: then it is the shop's. */
  currency: Currency.nullish(),
  parent_id: WireId.nullish(),
  created_at: Instant.nullish(),
  processed_at: Instant.nullish(),
  total_unsettled_set: z
    .object({ presentment_money: UnsettledMoney, shop_money: UnsettledMoney })
    .nullish()
    .catch(null),
});
export type OrderTransactionPayload = z.infer<typeof OrderTransactionPayload>;
