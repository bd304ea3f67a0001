import type { BrowserWitness } from "~/engine/identity/browser-witness.server";

import { findClaimant } from "../repository/claims.server";
import { wasEverTheirs } from "../repository/visitors.server";

/** Whether a checkout was open in a browser of the customer; only browsers that agreed to be followed are known. */
export const browserWitness: BrowserWitness = async (db, { shopId, customerId, checkoutToken }) => {
  if (checkoutToken === null) return false;
  const subjectId = `${shopId}_${checkoutToken}`;
  const visitorKey = await findClaimant(db, { shopId, kind: "checkout", subjectId });
  return visitorKey !== null && (await wasEverTheirs(db, { shopId, visitorKey, customerId }));
};
