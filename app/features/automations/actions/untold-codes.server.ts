import { withdrawCode } from "~/engine/incentives/withdraw.server";
import type { Tx } from "~/platform/db.server";

import { listUntoldCodes } from "../repository.server";

type Stopped = { shopId: string; runIds: readonly string[]; now: Date };

/**
 * Takes back the codes of a stopped flow that nobody was told of: what they hold of the budget is free for others.
 *
 * While a message of the run may still leave, its code stays. Safe to repeat.
 */
export async function takeBackUntold(tx: Tx, { shopId, runIds, now }: Stopped): Promise<void> {
  for (const codeId of await listUntoldCodes(tx, { shopId, runIds }))
    await withdrawCode(tx, { shopId, codeId, now });
}
