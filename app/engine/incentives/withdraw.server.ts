import type { Tx } from "~/platform/db.server";

import { changeCode } from "./change.server";
import { moveEnd } from "./end.server";
import { findCode } from "./repository.server";
import { isCodeKind } from "./rules/offer";

/**
 * Ends a code that nobody has used, here at once and at Shopify by its end; the sweep deletes it there.
 *
 * One that is being made ends as it is made, or is not made at all. Money that was given stays. Safe to repeat.
 *
 * @returns false when there is nothing to end: it was used, is over, or is money.
 */
export async function withdrawIncentive(
  tx: Tx,
  { shopId, codeId, now }: { shopId: string; codeId: string; now: Date },
): Promise<boolean> {
  const code = await findCode(tx, { shopId, codeId });
  if (!code || !isCodeKind(code.kind) || code.poolId !== null || code.expiresAt <= now) return false;
  if (code.state === "requested") return changeCode(tx, code, { expiresAt: now });
  if (code.state !== "issued") return false;
  const change = { state: "expired", expiresAt: now } as const;
  if (!(await changeCode(tx, code, change))) return false;
  await moveEnd(tx, { ...code, ...change }, now);
  return true;
}
