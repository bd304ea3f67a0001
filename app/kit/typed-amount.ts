import { currencyDecimals, parseMinor } from "./money";

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

function withPoint(text: string): string {
  return text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
}
