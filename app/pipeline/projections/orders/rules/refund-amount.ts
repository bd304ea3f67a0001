import { parseMinor } from "~/kit/money";

/** An amount in the shop's currency and in the buyer's. */
export type TwoSided = { shopMinor: number; presentmentMinor: number };

const NOTHING: TwoSided = { shopMinor: 0, presentmentMinor: 0 };

/** The parts of a refund, each as Shopify itemises it. */
export type RefundParts = {
  /** Of the lines, with or without tax by the shop's setting. */
  subtotal: TwoSided;
  lineTax: TwoSided;
  /** order_adjustments: negative for what was given back beyond the lines. */
  adjustments: TwoSided;
  shipping: TwoSided;
};

export type RefundPayment = { amount: string; currencyCode: string | null };

/**
 * Minor units of the shop's currency that a refund gave back, or null when that cannot be told.
 *
 * Payments are in the currency of the buyer. When that is another one, the combination of itemised parts that adds up to
 * them is taken, as its shop side is exact; failing that, they are converted at the rate of the parts or the order.
 *
 * @param payments Successful refund transactions; null when the payload has none of that list.
 */
export function refundAmount({
  payments,
  parts,
  shopCurrency,
  order,
}: {
  payments: readonly RefundPayment[] | null;
  parts: RefundParts;
  shopCurrency: string;
  /** Total of the order in both currencies, when known: the rate of last resort. */
  order: TwoSided | null;
}): number | null {
  if (!payments)
    return sum([parts.subtotal, parts.lineTax, negated(parts.adjustments), parts.shipping]).shopMinor;
  const currency = payments.find(({ currencyCode }) => currencyCode)?.currencyCode ?? shopCurrency;
  const paidMinor = payments.reduce((total, { amount }) => total + parseMinor(amount, currency), 0);
  if (currency === shopCurrency || paidMinor === 0) return paidMinor;
  const exact = combinations(parts).find(({ presentmentMinor }) => presentmentMinor === paidMinor);
  return exact
    ? exact.shopMinor
    : converted(paidMinor, [parts.subtotal, parts.adjustments, parts.shipping, order]);
}

/** Worth of the goods and shipping a refund took back, in the shop's currency; tax inside or beside as `includesTax` says. */
export function returnedWorth(
  { subtotal, lineTax, adjustments, shipping }: RefundParts,
  includesTax: boolean,
): number {
  const tax = includesTax ? NOTHING : lineTax;
  return sum([subtotal, tax, negated(adjustments), shipping]).shopMinor;
}

function combinations({ subtotal, lineTax, adjustments, shipping }: RefundParts): TwoSided[] {
  return [
    [subtotal, lineTax, negated(adjustments), shipping],
    [subtotal, negated(adjustments), shipping],
    [subtotal, lineTax, negated(adjustments)],
    [subtotal, negated(adjustments)],
    [subtotal, lineTax],
    [subtotal],
  ].map(sum);
}

function converted(presentmentMinor: number, rates: readonly (TwoSided | null)[]): number | null {
  const rate = rates.find((pair) => pair && pair.shopMinor !== 0 && pair.presentmentMinor !== 0);
  return rate ? Math.round((presentmentMinor * rate.shopMinor) / rate.presentmentMinor) : null;
}

function sum(parts: readonly TwoSided[]): TwoSided {
  return parts.reduce(
    (total, part) => ({
      shopMinor: total.shopMinor + part.shopMinor,
      presentmentMinor: total.presentmentMinor + part.presentmentMinor,
    }),
    NOTHING,
  );
}

function negated({ shopMinor, presentmentMinor }: TwoSided): TwoSided {
  return { shopMinor: -shopMinor, presentmentMinor: -presentmentMinor };
}
