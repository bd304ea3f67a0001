import { currencyDecimals, parseMinor } from "~/kit/money";

/** Refused by every bound of the settings: stands for text that is no number. */
export const NOT_A_NUMBER = -1;

/** Null for empty text. */
export function readWhole(text: string): number | null {
  const typed = text.trim();
  if (typed === "") return null;
  return /^\d{1,9}$/.test(typed) ? Number(typed) : NOT_A_NUMBER;
}

/** Minor units; null for empty text. More digits than the currency has are refused: "1,000" could mean a thousand. */
export function readAmount(text: string, currencyCode: string): number | null {
  const typed = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  if (typed === "") return null;
  const match = /^\d{1,13}(?:\.(\d*))?$/.exec(typed);
  if (!match || (match[1] ?? "").length > currencyDecimals(currencyCode)) return NOT_A_NUMBER;
  return parseMinor(typed, currencyCode);
}
