import { inTransaction, type RootDb } from "~/platform/db.server";

import { cancel, type CancelResult, redeem, type RedeemRequest } from "../redemptions/redeem.server";
import type { RedeemRefusal } from "../redemptions/rules";
import type { HoldView } from "../schema";
import { presentHold } from "./presenter.server";

export type RedeemOutcome =
  | { outcome: "redeemed"; redemption: HoldView }
  /** `reason`: texts `refusals.<reason>`, with `params`. */
  | { outcome: "refused"; reason: RedeemRefusal; params: Readonly<Record<string, number>> };

/** Exchanges a member's points for a reward. Once per idempotency key, however often and from where it is asked. */
export function redeemReward(db: RootDb, request: RedeemRequest): Promise<RedeemOutcome> {
  const { shopId } = request;
  return inTransaction(
    db,
    async (tx): Promise<RedeemOutcome> => {
      const result = await redeem(tx, request);
      if (result.outcome === "refused") return result;
      const { customerId, now } = request;
      const redemption = await presentHold(tx, { shopId, customerId, now });
      if (!redemption) throw new Error(`redemption ${result.redemptionId} is open and was not found`);
      return { outcome: "redeemed", redemption };
    },
    { shopId },
  );
}

/** Gives a reward that was not used back for its points. */
export function cancelRedemption(
  db: RootDb,
  request: { shopId: string; customerId: string; redemptionId: string; now: Date },
): Promise<CancelResult> {
  const { shopId } = request;
  return inTransaction(db, (tx) => cancel(tx, request), { shopId });
}
