import { readTypedAmount } from "~/kit/typed-amount";

import { OFFER_LIMITS } from "../schema";

/** What an offer takes off, as it is typed, in minor units; null for what no offer can be of. */
export function readOfferAmount(text: string, currencyCode: string): number | null {
  const minor = readTypedAmount(text, currencyCode);
  const { min, max } = OFFER_LIMITS.amountMinor;
  return minor !== null && minor >= min && minor <= max ? minor : null;
}
