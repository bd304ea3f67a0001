import type { Money, MoneyBag, Shop } from "../state/model";

const WITHOUT_DECIMALS = new Set(
  "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(" "),
);
const WITH_THREE_DECIMALS = new Set("BHD IQD JOD KWD LYD OMR TND".split(" "));

/** Decimals of factors taken into account when an amount is multiplied exactly. */
const FACTOR_DIGITS = 10;
const FACTOR_UNIT = 10n ** BigInt(FACTOR_DIGITS);

/** How many decimals the currency's minor unit has: JPY 0, EUR 2, KWD 3. */
export function currencyDecimals(currencyCode: string): number {
  if (WITHOUT_DECIMALS.has(currencyCode)) return 0;
  return WITH_THREE_DECIMALS.has(currencyCode) ? 3 : 2;
}

/** `12.30`, `1200` (JPY), `0.005` (KWD): the decimal string of the wire, without a currency. */
export function decimalString(money: Money): string {
  const decimals = currencyDecimals(money.currencyCode);
  const digits = String(Math.abs(money.amountMinor)).padStart(decimals + 1, "0");
  const sign = money.amountMinor < 0 ? "-" : "";
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Reads a decimal string or number into minor units, half up; throws on what is no number. */
export function parseMoney(amount: string | number, currencyCode: string): Money {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(amount).trim());
  if (!match) throw new RangeError(`"${amount}" is not an amount of money; write it like 12.50`);
  const [, sign, whole = "0", fraction = ""] = match;
  const decimals = currencyDecimals(currencyCode);
  const minor = BigInt(whole + fraction.padEnd(decimals, "0").slice(0, decimals));
  const roundsUp = Number(fraction[decimals] ?? "0") >= 5 ? 1n : 0n;
  const amountMinor = Number(minor + roundsUp);
  return { amountMinor: sign === "-" && amountMinor !== 0 ? -amountMinor : amountMinor, currencyCode };
}

/** The amount in another currency: times `rate` (units of `currencyCode` for one unit), rounded half up to its decimals. */
export function convertMoney(money: Money, currencyCode: string, rate: number): Money {
  if (money.currencyCode === currencyCode) return money;
  const shift = currencyDecimals(currencyCode) - currencyDecimals(money.currencyCode);
  const up = shift > 0 ? 10n ** BigInt(shift) : 1n;
  const down = shift < 0 ? 10n ** BigInt(-shift) : 1n;
  const amountMinor = divideHalfUp(BigInt(money.amountMinor) * scaled(rate) * up, FACTOR_UNIT * down);
  return { amountMinor, currencyCode };
}

/** A shop amount beside what the buyer sees; throws when the shop does not sell in that currency. */
export function inBothCurrencies(shop: Shop, amount: Money, presentmentCurrency: string): MoneyBag {
  if (presentmentCurrency === shop.currencyCode) return { shop: amount, presentment: amount };
  const rate = shop.presentmentRates[presentmentCurrency];
  if (rate === undefined) {
    const known = [shop.currencyCode, ...Object.keys(shop.presentmentRates)].join(", ");
    throw new RangeError(`${shop.domain} does not sell in ${presentmentCurrency}; it sells in ${known}`);
  }
  return { shop: amount, presentment: convertMoney(amount, presentmentCurrency, rate) };
}

/** `fraction` of the amount (0.15 = 15 %), rounded half up to a minor unit. */
export function fractionOf(amountMinor: number, fraction: number): number {
  return divideHalfUp(BigInt(amountMinor) * scaled(fraction), FACTOR_UNIT);
}

/** The tax in a net price (`taxesIncluded`) or on top of it, rounded half up to a minor unit. */
export function taxOf(amountMinor: number, tax: { rate: number; included: boolean }): number {
  const rate = scaled(tax.rate);
  return divideHalfUp(BigInt(amountMinor) * rate, tax.included ? FACTOR_UNIT + rate : FACTOR_UNIT);
}

/**
 * Divides `total` in proportion to `weights` so that the parts add up to it to the last minor unit
 * and no part exceeds its weight while `total` ≤ the sum of weights. All weights 0: all parts 0.
 */
export function allocate(total: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (whole === 0) return weights.map(() => 0);
  let weightSoFar = 0;
  let givenSoFar = 0;
  return weights.map((weight) => {
    weightSoFar += weight;
    const due = shareOf(total, weightSoFar, whole);
    const part = due - givenSoFar;
    givenSoFar = due;
    return part;
  });
}

/** `total × part ÷ whole`, rounded down: differences of running shares add up to `total` exactly. */
export function shareOf(total: number, part: number, whole: number): number {
  return Number((BigInt(total) * BigInt(part)) / BigInt(whole));
}

/** Nothing, in the currencies of `like`. */
export function zeroLike(like: MoneyBag): MoneyBag {
  return bagOf(like, 0, 0);
}

/** A bag of the given minor units in the currencies of `like`. */
export function bagOf(like: MoneyBag, shopMinor: number, presentmentMinor: number): MoneyBag {
  return {
    shop: { amountMinor: shopMinor, currencyCode: like.shop.currencyCode },
    presentment: { amountMinor: presentmentMinor, currencyCode: like.presentment.currencyCode },
  };
}

/** Applies integer arithmetic to both currencies of bags that share them; the first bag gives the currencies. */
export function combine(
  bags: readonly [MoneyBag, ...MoneyBag[]],
  work: (...minor: number[]) => number,
): MoneyBag {
  return bagOf(
    bags[0],
    work(...bags.map((bag) => bag.shop.amountMinor)),
    work(...bags.map((bag) => bag.presentment.amountMinor)),
  );
}

/** `start` and all `bags`, added up in both currencies. */
export function addBags(start: MoneyBag, ...bags: MoneyBag[]): MoneyBag {
  return combine([start, ...bags], (...minor) => minor.reduce((sum, amount) => sum + amount, 0));
}

/** `from − bag` in both currencies. */
export function subtractBag(from: MoneyBag, bag: MoneyBag): MoneyBag {
  return combine([from, bag], (a = 0, b = 0) => a - b);
}

function scaled(factor: number): bigint {
  return BigInt(factor.toFixed(FACTOR_DIGITS).replace(".", ""));
}

function divideHalfUp(numerator: bigint, denominator: bigint): number {
  return Number((numerator * 2n + denominator) / (denominator * 2n));
}
