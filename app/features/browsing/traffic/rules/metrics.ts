import { ratio } from "~/kit/statistics";

import type { Figure, StoreFigures } from "../schema";
import type { Figures } from "./day";
import { medianStay } from "./stays";

const share = (numerator: number, denominator: number): Figure => ({
  value: ratio(numerator, denominator),
  numerator,
  denominator,
});

/** F4: browsers that bought ÷ browsers, each counted once a day. 0…1. */
export function visitorConversion({ buyerCount, visitorCount }: Figures): Figure {
  return share(buyerCount, visitorCount);
}

/** F4 as Shopify has it: orders out of visits ÷ visits. */
export function sessionConversion({ orderCount, sessionCount }: Figures): Figure {
  return share(orderCount, sessionCount);
}

/** F9: visits of one page, without cart or checkout and less than 10 seconds long ÷ visits. 0…1. */
export function bounceRate({ bounceCount, sessionCount }: Figures): Figure {
  return share(bounceCount, sessionCount);
}

/** F10: carts that no order came of in time ÷ carts into which something was put. 0…1. */
export function cartAbandonment({ cartCount, orderedCartCount }: Figures): Figure {
  return share(cartCount - orderedCartCount, cartCount);
}

/** F10: started checkouts that were not completed in time ÷ started checkouts, of all shoppers. 0…1. */
export function checkoutAbandonment({ checkoutCount, completedCheckoutCount }: StoreFigures): Figure {
  return share(checkoutCount - completedCheckoutCount, checkoutCount);
}

/** F14: from the first thing that happened in a visit to the last, the mean. Milliseconds. */
export function meanTimeOnSite({ stayedMs, sessionCount }: Figures): Figure {
  return share(stayedMs, sessionCount);
}

/** F14: the median of the same, to within the steps that visits are counted by. Milliseconds. */
export function medianTimeOnSite({ stays, sessionCount }: Figures): Figure {
  return { value: medianStay(stays), numerator: sessionCount, denominator: null };
}

/** The share of the store's orders whose checkout the pixel saw: how much of what happens the figures know. 0…1. */
export function pixelCoverage({ seenOrderCount, orderCount }: StoreFigures): Figure {
  return share(seenOrderCount, orderCount);
}
