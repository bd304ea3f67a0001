import type { Goods, Multipliers, OrderRule } from "../settings/schema";
import { MOST_BP } from "../settings/rules";

/*
 * What an order is worth in points. Asked again whenever the order changes: the ledger gives or takes the difference. So
 * it follows from how the order stands, not from the order in which news of it came.
 */

export type OrderLineFacts = {
  id: string;
  productId: string | null;
  productType: string | null;
  vendor: string | null;
  /** As placed, and what is left of it after edits and refunds. */
  quantity: number;
  currentQuantity: number;
  unitPriceMinor: number;
  /** The line's share of all discounts, as placed. */
  discountMinor: number;
  isGiftCard: boolean;
};

/** An order in the shop's currency, whatever it was paid in. */
export type OrderFacts = {
  /** METRICS.md "valid order"; others are worth nothing. */
  isValid: boolean;
  totalMinor: number;
  /** Goods after discounts. */
  subtotalMinor: number;
  shippingMinor: number;
  taxMinor: number;
  receivedMinor: number;
  /** Received less refunded. */
  netMinor: number;
  /** Of what was received: by gift card or store credit. */
  creditMinor: number;
  /** Of the discounts: by rewards of points. */
  pointsPaidMinor: number;
  lines: readonly OrderLineFacts[];
};

/** The rule as it stood when the order earned; kept with the lot. */
export type OrderTerms = {
  rule: OrderRule;
  goods: Multipliers["goods"];
  /** Of tier and period, for every line. */
  factorBp: number;
  /** By line, with the goods as the store described them then; 0 = no points. Lines that come later are not in it. */
  lineFactorsBp: Readonly<Record<string, number>>;
};

export type OrderPoints = { points: number; byLine: Record<string, number> };

const ONCE_BP = 10_000;
/** Stands for shipping among the lines. */
export const SHIPPING = "shipping";
/** No lot holds more. */
const MOST_POINTS = 1_000_000_000n;

/** The terms of an order that earns now. */
export function termsOf(
  facts: Pick<OrderFacts, "lines">,
  {
    rule,
    multipliers,
    tier,
    day,
  }: { rule: OrderRule; multipliers: Multipliers; tier: string | null; day: string },
): OrderTerms {
  const { goods } = multipliers;
  const terms = { rule, goods, factorBp: baseFactor(multipliers, { tier, day }) };
  const lineFactorsBp = Object.fromEntries(facts.lines.map((line) => [line.id, goodsFactor(line, terms)]));
  return { ...terms, lineFactorsBp };
}

/** Of the tier and of the day, multiplied; of several that hold the largest. */
function baseFactor(
  { tiers, periods }: Multipliers,
  { tier, day }: { tier: string | null; day: string },
): number {
  const ofTier = tiers.filter((one) => tier !== null && one.tier.toLowerCase() === tier.toLowerCase());
  const ofDay = periods.filter(({ fromOn, toOn }) => fromOn <= day && day <= toOn);
  return product(largest(ofTier), largest(ofDay));
}

function goodsFactor(line: OrderLineFacts, { rule, goods }: Pick<OrderTerms, "rule" | "goods">): number {
  if (line.isGiftCard && !rule.counts.giftCardGoods) return 0;
  if (rule.excluded.some((one) => isOf(line, one))) return 0;
  return largest(goods.filter((one) => isOf(line, one)));
}

function isOf(line: OrderLineFacts, { by, value }: Goods): boolean {
  switch (by) {
    case "product":
      return line.productId === value;
    case "type":
      return line.productType?.toLowerCase() === value.toLowerCase();
    case "vendor":
      return line.vendor?.toLowerCase() === value.toLowerCase();
  }
}

function largest(factors: readonly { factorBp: number }[]): number {
  return factors.length === 0 ? ONCE_BP : Math.max(...factors.map(({ factorBp }) => factorBp));
}

function product(a: number, b: number): number {
  return Math.min(MOST_BP, Math.round((a * b) / ONCE_BP));
}

/**
 * What an order is worth in points now, and each of its lines.
 *
 * Of the money that is left in the order each line has its share; refunds that name no goods, and what is not paid yet,
 * weigh on all of it pro rata. The sum is rounded once, then given to the lines by largest remainder: they add up to it.
 */
export function pointsOfOrder(facts: OrderFacts, terms: OrderTerms): OrderPoints {
  if (!facts.isValid || !terms.rule.isOn) return { points: 0, byLine: {} };
  const { points, perMinor, rounding } = terms.rule;
  const denominator = BigInt(perMinor) * BigInt(ONCE_BP);
  const exact = worthsOf(facts, terms).map(({ id, basisMinor, factorBp }) => ({
    id,
    exact: BigInt(basisMinor) * BigInt(points) * BigInt(factorBp),
  }));
  const sum = exact.reduce((total, line) => total + line.exact, 0n);
  const rounded = roundedRatio(sum, denominator, rounding);
  const total = rounded > MOST_POINTS ? MOST_POINTS : rounded;
  return { points: Number(total), byLine: allot(exact, { sum, total }) };
}

type Worth = { id: string; basisMinor: number; factorBp: number };

function worthsOf(facts: OrderFacts, terms: OrderTerms): Worth[] {
  const { counts } = terms.rule;
  const shape = shapeOf(facts);
  const scale =
    shape.paidShare * taxFactor(facts, { countsTax: counts.tax, shape }) * ownMoney(facts, counts);
  const worths = facts.lines.map((line): Worth => {
    const goods = terms.lineFactorsBp[line.id] ?? goodsFactor(line, terms);
    const given = counts.discounts ? discountLeft(line) * countedDiscount(facts, counts) : 0;
    const basisMinor = Math.max(0, Math.round((keptMinor(line) + given) * scale));
    return { id: line.id, basisMinor, factorBp: product(terms.factorBp, goods) };
  });
  if (!counts.shipping) return worths;
  const basisMinor = Math.round(shape.shippingPaidMinor * scale);
  return [...worths, { id: SHIPPING, basisMinor, factorBp: terms.factorBp }];
}

/** Of the line as it is left, after discounts. */
function keptMinor(line: OrderLineFacts): number {
  return line.unitPriceMinor * line.currentQuantity - discountLeft(line);
}

function discountLeft({ quantity, currentQuantity, discountMinor }: OrderLineFacts): number {
  return quantity > 0 ? (discountMinor * currentQuantity) / quantity : 0;
}

type Shape = { isTaxOnTop: boolean; shippingPaidMinor: number; paidShare: number };

/** How the total came about, and what share of what is left of the order has been paid and kept. */
function shapeOf(facts: OrderFacts): Shape {
  const { totalMinor, subtotalMinor, shippingMinor, taxMinor, netMinor, lines } = facts;
  const beside = totalMinor - subtotalMinor;
  // Payloads are read without their tax mode; tax is on top where goods and shipping do not make the total.
  const isTaxOnTop = taxMinor > 0 && beside > shippingMinor;
  const onTopMinor = isTaxOnTop ? taxMinor : 0;
  const shippingPaidMinor = Math.max(0, beside - onTopMinor);
  const placedMinor = lines.reduce(
    (sum, line) => sum + line.unitPriceMinor * line.quantity - line.discountMinor,
    shippingPaidMinor,
  );
  const leftMinor = lines.reduce((sum, line) => sum + keptMinor(line), shippingPaidMinor);
  const expectedMinor = leftMinor + (placedMinor > 0 ? (onTopMinor * leftMinor) / placedMinor : 0);
  const paidShare = expectedMinor > 0 ? Math.min(1, netMinor / expectedMinor) : 0;
  return { isTaxOnTop, shippingPaidMinor, paidShare };
}

function taxFactor(
  { totalMinor, taxMinor }: OrderFacts,
  { countsTax, shape }: { countsTax: boolean; shape: Shape },
): number {
  if (totalMinor <= 0) return 0;
  if (shape.isTaxOnTop) return countsTax ? totalMinor / (totalMinor - taxMinor) : 1;
  return countsTax ? 1 : (totalMinor - taxMinor) / totalMinor;
}

/** The share that was not paid by gift card or store credit. */
function ownMoney({ receivedMinor, creditMinor }: OrderFacts, counts: OrderRule["counts"]): number {
  if (counts.giftCardPayments || receivedMinor <= 0) return 1;
  return 1 - Math.min(1, creditMinor / receivedMinor);
}

/** The share of the discounts that earns, where discounts earn at all. */
function countedDiscount({ lines, pointsPaidMinor }: OrderFacts, counts: OrderRule["counts"]): number {
  const discountMinor = lines.reduce((sum, line) => sum + line.discountMinor, 0);
  if (counts.pointsPaid || discountMinor <= 0) return 1;
  return 1 - Math.min(1, pointsPaidMinor / discountMinor);
}

function roundedRatio(numerator: bigint, denominator: bigint, rounding: OrderRule["rounding"]): bigint {
  switch (rounding) {
    case "down":
      return numerator / denominator;
    case "nearest":
      return (2n * numerator + denominator) / (2n * denominator);
    case "up":
      return (numerator + denominator - 1n) / denominator;
  }
}

function allot(
  lines: readonly { id: string; exact: bigint }[],
  { sum, total }: { sum: bigint; total: bigint },
): Record<string, number> {
  if (sum === 0n) return {};
  const shares = lines.map(({ id, exact }) => ({
    id,
    points: (exact * total) / sum,
    rest: (exact * total) % sum,
  }));
  let left = total - shares.reduce((all, { points }) => all + points, 0n);
  const byRest = [...shares].sort((a, b) =>
    a.rest === b.rest ? (a.id < b.id ? -1 : 1) : a.rest > b.rest ? -1 : 1,
  );
  for (const share of byRest) {
    if (left === 0n) break;
    share.points += 1n;
    left -= 1n;
  }
  return Object.fromEntries(shares.flatMap(({ id, points }) => (points > 0n ? [[id, Number(points)]] : [])));
}
