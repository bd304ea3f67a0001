import { type Offer, OfferSchema } from "~/engine/incentives/schema";

import type { CodeSettings } from "../schema";

/** Whose budget the codes of left carts come from. */
export const BUDGET_KEY = "cart-recovery";

/** The code of a reminder, as its step has it. Its days count from the mail. @throws when there is none: 0 %. */
export function codeOffer({ percentBp, validDays, firstTimersOnly }: CodeSettings): Offer {
  return OfferSchema.parse({
    value: { kind: "percentage", percentBp },
    validDays,
    clock: "sent",
    prefix: "BACK",
    title: "Cart reminder",
    firstTimersOnly,
  });
}
