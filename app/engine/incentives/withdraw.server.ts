import type { Tx } from "~/platform/db.server";

import { announceStanding } from "./announce.server";
import { changeCode } from "./change.server";
import { moveEnd } from "./end.server";
import { findCode } from "./repository.server";
import { isCodeKind } from "./rules/offer";

export type WithdrawOutcome = "withdrawn" | "ends-when-made" | "not-open";

/**
 * Takes back a code that nobody has used: it ends now, here and at Shopify. Money stays given.
 *
 * One that is being made ends as it is made, or is not made at all. Whoever pays with it before Shopify has heard has
 * used it all the same: `code.redeemed` follows. Safe to repeat: the second time it is `not-open`.
 */
export async function withdrawCode(
  tx: Tx,
  { shopId, codeId, now }: { shopId: string; codeId: string; now: Date },
): Promise<WithdrawOutcome> {
  const code = await findCode(tx, { shopId, codeId });
  if (!code || !isCodeKind(code.kind) || code.poolId !== null || code.expiresAt <= now) return "not-open";
  if (code.state === "requested")
    return (await changeCode(tx, code, { expiresAt: now })) ? "ends-when-made" : "not-open";
  if (code.state !== "issued") return "not-open";
  const after = { ...code, state: "expired" as const, expiresAt: now };
  if (!(await changeCode(tx, code, { state: "expired", expiresAt: now, remindAt: null }))) return "not-open";
  await moveEnd(tx, after, now);
  await announceStanding(tx, { before: code.state, after, now });
  return "withdrawn";
}
