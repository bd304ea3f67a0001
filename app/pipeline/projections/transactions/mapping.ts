import { parseMinor } from "~/kit/money";

import type { MappedChange } from "../batch/change";
import type { MappingInput } from "../batch/mapping-input";
import type { OrderChange } from "../orders/schema";
import { getLegacyId, parseWith } from "../payload/fields";

import { OrderTransactionPayload } from "./payload";
import { isIncoming } from "./rules";
import type { TransactionRow } from "./schema";

/**
 * order_transactions/create. A payment whose worth in the shop's currency cannot be told has its order read again.
 *
 * @throws PayloadProblem
 */
export function mapTransaction(input: MappingInput): MappedChange[] {
  const body = parseWith(OrderTransactionPayload, input.body);
  const legacyId = getLegacyId("OrderTransaction", body);
  const currencyCode = body.currency ?? input.shop.currencyCode;
  const transaction: TransactionRow = {
    id: input.idOf(legacyId),
    gid: `gid://shopify/OrderTransaction/${legacyId}`,
    kind: body.kind ?? "",
    status: body.status ?? "",
    gateway: body.gateway ?? null,
    amountMinor: parseMinor(body.amount, currencyCode),
    currencyCode,
    shopAmountMinor: shopAmountOf(body, { currencyCode, shopCurrency: input.shop.currencyCode }),
    parentId: body.parent_id ? input.idOf(body.parent_id) : null,
    processedAt: body.processed_at ?? body.created_at ?? input.triggeredAt,
    versionAt: input.triggeredAt,
  };
  const gid = `gid://shopify/Order/${body.order_id}`;
  const change: OrderChange = {
    resource: "order",
    kind: "transaction",
    id: input.idOf(body.order_id),
    gid,
    triggeredAt: input.triggeredAt,
    transaction,
  };
  const isUntold = transaction.shopAmountMinor === null && isIncoming(transaction);
  return isUntold ? [change, { resource: "refetch", of: "orders", gid, whileOpen: change.id }] : [change];
}

/** At the rate of what is still unsettled: the only pair of amounts that the payload has. */
function shopAmountOf(
  { amount, total_unsettled_set: unsettled }: OrderTransactionPayload,
  { currencyCode, shopCurrency }: { currencyCode: string; shopCurrency: string },
): number | null {
  const paidMinor = parseMinor(amount, currencyCode);
  if (currencyCode === shopCurrency) return paidMinor;
  if (!unsettled) return null;
  const { shop_money: shop, presentment_money: presentment } = unsettled;
  if (shop.currency !== shopCurrency || presentment.currency !== currencyCode) return null;
  const presentmentMinor = parseMinor(presentment.amount, currencyCode);
  if (presentmentMinor === 0) return null;
  return Math.round((paidMinor * parseMinor(shop.amount, shopCurrency)) / presentmentMinor);
}
