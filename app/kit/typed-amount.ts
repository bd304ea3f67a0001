import { currencyDecimals, formatDecimal, parseMinor } from "./money";

/**
 * Minor units of an amount as people type it: `"1 250,50"` → 125050. Null: nothing that can be read.
 *
 * More digits than the currency has are refused: "1,000" could mean a thousand.
 */
export function readTypedAmount(text: string, currencyCode: string): number | null {
  const typed = withPoint(text);
  const match = /^\d{1,12}(?:\.(\d*))?$/.exec(typed);
  if (!match || (match[1] ?? "").length > currencyDecimals(currencyCode)) return null;
  return parseMinor(typed, currencyCode);
}

/** A number as people type it, with two decimals at most, as three could be thousands. NaN: nothing that can be read. */
export function readTypedNumber(text: string): number {
  const typed = withPoint(text);
  return /^-?\d+(?:\.\d{1,2})?$/.test(typed) ? Number(typed) : Number.NaN;
}

/** A number as people type it, with six decimals at most, perhaps none yet after its point. Null: nothing that can be read. */
export function readTypedDecimal(text: string): number | null {
  const typed = withPoint(text);
  return /^-?\d{1,12}(?:\.\d{0,6})?$/.test(typed) && !couldBeThousands(text) ? Number(typed) : null;
}

/** A number as people type it, within a range and in steps of `step`. Null: nothing that can be read, or another one. */
export function readTypedCount(
  text: string,
  { min, max, step }: { min: number; max: number; step: number },
): number | null {
  const typed = withPoint(text);
  if (!/^-?\d{1,9}(?:\.\d{1,3})?$/.test(typed) || couldBeThousands(text)) return null;
  const value = Number(typed);
  return value >= min && value <= max && Number.isInteger(value / step) ? value : null;
}

/** Whether what looks like a fraction could mean thousands: "1,000", "12.500". A zero in front is a fraction's. */
export function couldBeThousands(text: string): boolean {
  return /^[-+]?[1-9]\d{0,2}\.\d{3}$/.test(withPoint(text));
}

/**
 * An amount as a field is filled with it for a reader of `locale`: `(125050, "PLN", "pl")` → `"1250,50"`. Without groups
 * of digits; `readTypedAmount` has the same again from it.
 *
 * @throws RangeError like `formatDecimal`.
 */
export function writeTypedAmount(amountMinor: number, currencyCode: string, locale: string): string {
  return withSign(formatDecimal(amountMinor, currencyCode), locale);
}

/** A number as a field is filled with it. What could be taken for thousands gets a zero, to be read as the same again. */
export function writeTypedNumber(value: number, locale: string): string {
  const text = String(value);
  return withSign(couldBeThousands(text) ? `${text}0` : text, locale);
}

function withSign(decimal: string, locale: string): string {
  return decimal.replace(".", decimalSign(locale));
}

function decimalSign(locale: string): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(0.5);
  return parts.find(({ type }) => type === "decimal")?.value ?? ".";
}

function withPoint(text: string): string {
  return text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
}
