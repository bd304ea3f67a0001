import { type Offer, OfferSchema } from "~/engine/incentives/schema";

import type { CartRecoverySettings } from "../schema";

/** Whose budget the codes of left carts come from. */
export const BUDGET_KEY = "cart-recovery";

/** The code of a reminder, as the settings have it. Its days count from its making: the reminder follows at once. */
export function codeOffer({ percentBp, validDays }: CartRecoverySettings): Offer {
  return OfferSchema.parse({
    value: { kind: "percentage", percentBp },
    validDays,
    clock: "issued",
    prefix: "BACK",
    title: "Cart reminder",
  });
}
