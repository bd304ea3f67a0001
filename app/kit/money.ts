/** Currencies whose minor unit is not a hundredth (ISO 4217). */
const DECIMALS: ReadonlyMap<string, number> = new Map(
  [
    { decimals: 0, codes: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF" },
    { decimals: 3, codes: "BHD IQD JOD KWD LYD OMR TND" },
  ].flatMap(({ decimals, codes }) => codes.split(" ").map((code) => [code, decimals] as const)),
);

/** Digits after the point in amounts of a currency; 2 for a code the list does not name. */
export function currencyDecimals(currencyCode: string): number {
  return DECIMALS.get(currencyCode) ?? 2;
}

/**
 * Minor units of a decimal string, as Shopify writes amounts; digits past the currency's are rounded half away from zero.
 *
 * @param amount `"12.50"`, `"-3"`, `"0.5"`.
 * @throws RangeError when it is not a decimal number or too large to be exact.
 */
export function parseMinor(amount: string, currencyCode: string): number {
  return plainMinor(amount, currencyDecimals(currencyCode)) ?? exactMinor(amount, currencyCode);
}

const LONGEST_PLAIN = 14;

/** Of amounts as they nearly always are: few digits, no more of them behind the point than are kept. Else null. */
function plainMinor(amount: string, decimals: number): number | null {
  const { length } = amount;
  if (length === 0 || length > LONGEST_PLAIN) return null;
  let minor = 0;
  let behindPoint = -1;
  for (let at = 0; at < length; at++) {
    const digit = amount.charCodeAt(at) - 0x30;
    if (digit === -2 && behindPoint === -1 && at > 0) behindPoint = 0;
    else if (digit < 0 || digit > 9) return null;
    else {
      minor = minor * 10 + digit;
      if (behindPoint >= 0) behindPoint += 1;
    }
  }
  const missing = decimals - Math.max(0, behindPoint);
  return missing < 0 ? null : minor * 10 ** missing;
}

function exactMinor(amount: string, currencyCode: string): number {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(amount.trim());
  if (!match) throw new RangeError(`expected a decimal amount such as "12.50", got "${amount}"`);
  const [, sign = "", whole = "0", fraction = ""] = match;
  const decimals = currencyDecimals(currencyCode);
  const kept = fraction.slice(0, decimals).padEnd(decimals, "0");
  const roundUp = Number(fraction[decimals] ?? "0") >= 5 ? 1n : 0n;
  const magnitude = BigInt(whole + kept) + roundUp;
  const minor = Number(sign ? -magnitude : magnitude);
  if (!Number.isSafeInteger(minor)) {
    throw new RangeError(`amount "${amount}" ${currencyCode} is too large to be exact`);
  }
  return minor === 0 ? 0 : minor;
}

/**
 * The decimal string of minor units: `(1250, "EUR")` → `"12.50"`.
 *
 * @throws RangeError when the amount is no whole number, or too large to be exact.
 */
export function formatDecimal(amountMinor: number, currencyCode: string): `${number}` {
  if (!Number.isSafeInteger(amountMinor)) {
    throw new RangeError(`expected whole minor units that are exact, got ${amountMinor}`);
  }
  const decimals = currencyDecimals(currencyCode);
  const digits = String(Math.abs(amountMinor)).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const sign = amountMinor < 0 ? "-" : "";
  const text = decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-decimals)}`;
  return text as `${number}`;
}

/**
 * An amount as people of `locale` read it, with all its digits.
 *
 * @throws RangeError like `formatDecimal`, and for what cannot be a currency code.
 */
export function formatMoney(amountMinor: number, currencyCode: string, locale: string): string {
  return formatterOf(currencyCode, locale).format(formatDecimal(amountMinor, currencyCode));
}

const formatters = new Map<string, Intl.NumberFormat>();

/** Formatters are dear to make, and a table asks for one per cell. */
function formatterOf(currencyCode: string, locale: string): Intl.NumberFormat {
  const key = `${locale} ${currencyCode}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    const decimals = currencyDecimals(currencyCode);
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    formatter = new Intl.NumberFormat(locale, { style: "currency", currency: currencyCode, ...digits });
    formatters.set(key, formatter);
  }
  return formatter;
}
