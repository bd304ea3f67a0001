import { publishEvents } from "~/pipeline/events/publish.server";
import type { Tx } from "~/platform/db.server";

import { listLooks } from "../repository/looks.server";
import { saveVisit, type Visitor } from "../repository/visitors.server";
import { rankLooks } from "../rules";

/** Products that an event names. */
const MOST_TOLD = 10;

/**
 * Tells what a known person looked at in a visit, and ends it.
 *
 * Safe to repeat: a visit is told of once.
 */
export async function endVisit(
  tx: Tx,
  { visitorKey, customerId, visitStartedAt, lastSeenAt }: Visitor,
  { shopId, now }: { shopId: string; now: Date },
): Promise<void> {
  if (visitStartedAt === null) return;
  await saveVisit(tx, { shopId, visitorKey, visitStartedAt: null, visitEndsAt: null });
  const looks = rankLooks(await listLooks(tx, { shopId, visitorKey, visitStartedAt }));
  if (looks.length === 0 || customerId === null) return;
  const event = {
    type: "browsing.products-viewed",
    sourceKey: `browsing.products-viewed:${visitorKey}:${visitStartedAt.toISOString()}`,
    payload: {
      customerId,
      productIds: looks.slice(0, MOST_TOLD).map(({ productId }) => productId),
      productCount: looks.length,
      startedAt: visitStartedAt.toISOString(),
    },
    customerId,
    subjectId: null,
    occurredAt: lastSeenAt,
  } as const;
  await publishEvents(tx, [event], { shopId, now });
}
