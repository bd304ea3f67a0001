import { parseMinor } from "~/kit/money";

import type { MappingInput } from "../batch/mapping-input";
import { getLegacyId, type MoneySet } from "../payload/fields";

import type { RefundBody, TransactionPayload } from "./payload";
import {
  refundAmount,
  type RefundParts,
  type RefundPayment,
  returnedWorth,
  type TwoSided,
} from "./rules/refund-amount";
import type { RefundRow } from "./schema";

const NOTHING: TwoSided = { shopMinor: 0, presentmentMinor: 0 };

/** Where the currency, the rate and the tax mode of a refund come from. */
export type RefundContext = {
  shopCurrency: string;
  /** Total of the order on both sides; null when only the refund came. */
  order: TwoSided | null;
  taxesIncluded: boolean;
};

/**
 * A refund as a row, or null when its amount in the shop's currency cannot be told.
 *
 * @throws PayloadProblem
 */
export function mapRefund(input: MappingInput, body: RefundBody, context: RefundContext): RefundRow | null {
  const legacyId = getLegacyId("Refund", body);
  const amountMinor = refundAmount({
    payments: paymentsOf(body.transactions),
    parts: partsOf(body, context.shopCurrency),
    shopCurrency: context.shopCurrency,
    order: context.order,
  });
  if (amountMinor === null) return null;
  return {
    id: input.idOf(legacyId),
    gid: `gid://shopify/Refund/${legacyId}`,
    amountMinor,
    refundedAt: body.processed_at ?? body.created_at ?? input.triggeredAt,
  };
}

/** Worth of what a refund took back, in the shop's currency. */
export function returnedOf(body: RefundBody, { shopCurrency, taxesIncluded }: RefundContext): number {
  return returnedWorth(partsOf(body, shopCurrency), taxesIncluded);
}

/** The currency of the shop as the sums inside a refund name it. */
export function shopCurrencyOf(body: RefundBody): string | null {
  const sets = [
    ...(body.refund_line_items ?? []).map((line) => line.subtotal_set),
    ...(body.order_adjustments ?? []).map((adjustment) => adjustment.amount_set),
  ];
  return sets.find((set) => set?.shop_money.currency_code)?.shop_money.currency_code ?? null;
}

/** Both sides of a set. */
export function sidesOf(set: MoneySet, shopCurrency: string): TwoSided {
  const presentment = set.presentment_money ?? set.shop_money;
  return {
    shopMinor: parseMinor(set.shop_money.amount, shopCurrency),
    presentmentMinor: parseMinor(presentment.amount, presentment.currency_code ?? shopCurrency),
  };
}

function paymentsOf(transactions: readonly TransactionPayload[] | null | undefined): RefundPayment[] | null {
  if (!transactions) return null;
  return transactions
    .filter(
      ({ kind, status }) =>
        kind?.toLowerCase() === "refund" && (status ?? "success").toLowerCase() === "success",
    )
    .map(({ amount, currency }) => ({ amount: amount ?? "0", currencyCode: currency ?? null }));
}

function partsOf(body: RefundBody, shopCurrency: string): RefundParts {
  const lines = body.refund_line_items ?? [];
  const adjustments = body.order_adjustments ?? [];
  const total = (sums: (readonly [MoneySet | null | undefined, string | null | undefined])[]): TwoSided =>
    sums
      .map(([set, amount]) => (set ? sidesOf(set, shopCurrency) : bothSides(amount, shopCurrency)))
      .reduce(
        (sum, side) => ({
          shopMinor: sum.shopMinor + side.shopMinor,
          presentmentMinor: sum.presentmentMinor + side.presentmentMinor,
        }),
        NOTHING,
      );
  return {
    subtotal: total(lines.map((line) => [line.subtotal_set, line.subtotal])),
    lineTax: total(lines.map((line) => [line.total_tax_set, line.total_tax])),
    adjustments: total(
      adjustments.flatMap((entry) => [
        [entry.amount_set, entry.amount] as const,
        [entry.tax_amount_set, entry.tax_amount] as const,
      ]),
    ),
    // Shipping is itemised twice since 2024-07: as an adjustment, too.
    shipping:
      adjustments.length > 0
        ? NOTHING
        : total((body.refund_shipping_lines ?? []).map((line) => [line.subtotal_amount_set, null])),
  };
}

function bothSides(amount: string | null | undefined, currencyCode: string): TwoSided {
  const minor = amount ? parseMinor(amount, currencyCode) : 0;
  return { shopMinor: minor, presentmentMinor: minor };
}
