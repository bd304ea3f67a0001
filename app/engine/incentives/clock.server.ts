import type { Tx } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { changeCode } from "./change.server";
import { moveEnd } from "./end.server";
import { findCode } from "./repository.server";
import { startedClock } from "./rules/clock";
import { OfferSchema } from "./schema";

/**
 * The message with the code was sent: its days begin to count.
 *
 * Safe to repeat: the first message counts. Codes that count from their making, gift cards and credit have begun
 * already.
 */
export async function startClock(
  tx: Tx,
  { shopId, codeId, sentAt, now }: { shopId: string; codeId: string; sentAt: Date; now: Date },
): Promise<void> {
  const code = await findCode(tx, { shopId, codeId });
  if (!code || code.clockStartedAt) return;
  if (code.state !== "requested" && code.state !== "issued") return;
  const { ianaTimezone: zone } = await getShop(tx, { shopId });
  const clock = startedClock(OfferSchema.parse(JSON.parse(code.offerJson)), { at: sentAt, zone });
  if (!(await changeCode(tx, code, clock))) return;
  if (code.state === "issued") await moveEnd(tx, { ...code, ...clock }, now);
}
