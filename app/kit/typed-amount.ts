import { currencyDecimals, parseMinor } from "./money";

/**
 * Minor units of an amount as people type it: `"1 250,50"` → 125050. Null: nothing that can be read.
 *
 * More digits than the currency has are refused: "1,000" could mean a thousand.
 */
export function readTypedAmount(text: string, currencyCode: string): number | null {
  const typed = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  const match = /^\d{1,12}(?:\.(\d*))?$/.exec(typed);
  if (!match || (match[1] ?? "").length > currencyDecimals(currencyCode)) return null;
  return parseMinor(typed, currencyCode);
}
