/** Currencies whose minor unit is not a hundredth (ISO 4217). */
const DECIMALS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, VND: 0, VUV: 0,
  XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
}; // prettier-ignore

/** Digits after the point in amounts of a currency; 2 for a code the list does not name. */
export function currencyDecimals(currencyCode: string): number {
  return DECIMALS[currencyCode] ?? 2;
}

/**
 * Minor units of a decimal string, as Shopify writes amounts; digits past the currency's are rounded half away from zero.
 *
 * @param amount `"12.50"`, `"-3"`, `"0.5"`.
 * @throws RangeError when it is not a decimal number or too large to be exact.
 */
export function parseMinor(amount: string, currencyCode: string): number {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(amount.trim());
  if (!match) throw new RangeError(`expected a decimal amount such as "12.50", got "${amount}"`);
  const [, sign = "", whole = "0", fraction = ""] = match;
  const decimals = currencyDecimals(currencyCode);
  const kept = fraction.slice(0, decimals).padEnd(decimals, "0");
  const roundUp = Number(fraction[decimals] ?? "0") >= 5 ? 1n : 0n;
  const magnitude = BigInt(whole + kept) + roundUp;
  const minor = Number(sign ? -magnitude : magnitude);
  if (!Number.isSafeInteger(minor)) throw new RangeError(`amount "${amount}" ${currencyCode} is too large to be exact`);
  return minor === 0 ? 0 : minor;
}

/** The decimal string of minor units: `(1250, "EUR")` → `"12.50"`. */
export function formatDecimal(amountMinor: number, currencyCode: string): string {
  const decimals = currencyDecimals(currencyCode);
  const digits = String(Math.abs(amountMinor)).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const sign = amountMinor < 0 ? "-" : "";
  return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-decimals)}`;
}

/** An amount as people of `locale` read it. */
export function formatMoney(amountMinor: number, currencyCode: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency: currencyCode }).format(
    Number(formatDecimal(amountMinor, currencyCode)),
  );
}
