import { readTypedAmount } from "~/kit/typed-amount";

/** Refused by every bound of the settings: stands for text that is no number. */
export const NOT_A_NUMBER = -1;

/** Null for empty text. */
export function readWhole(text: string): number | null {
  const typed = text.replace(/[\s\u00a0\u202f]/g, "");
  if (typed === "") return null;
  return /^\d{1,9}$/.test(typed) ? Number(typed) : NOT_A_NUMBER;
}

/** Minor units; null for empty text. */
export function readAmount(text: string, currencyCode: string): number | null {
  return text.trim() === "" ? null : (readTypedAmount(text, currencyCode) ?? NOT_A_NUMBER);
}
