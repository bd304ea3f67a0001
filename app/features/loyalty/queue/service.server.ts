import type { z } from "zod";

import type { RootDb } from "~/platform/db.server";

import { type AdjustResult, decideAdjustment } from "../adjustments/service.server";
import { type ReviewResult, reviewLot } from "../review/service.server";

import type { QueueActionSchema } from "./schema";

export type QueueResult = AdjustResult | ReviewResult;

/**
 * Decides what waits in the queue: an odd earning, or points by hand above the limit; null = it asks for nothing that
 * there is.
 */
export function decideInQueue(
  db: RootDb,
  {
    asked,
    ...scope
  }: {
    shopId: string;
    asked: z.infer<typeof QueueActionSchema> | null;
    staffId: string | null;
    now: Date;
  },
): Promise<QueueResult> {
  switch (asked?.kind) {
    case undefined:
      return Promise.resolve({ outcome: "not-waiting" });
    case "review":
      return reviewLot(db, { ...scope, lotId: asked.lotId, verdict: asked.verdict });
    case "decide":
      return decideAdjustment(db, {
        ...scope,
        adjustmentId: asked.adjustmentId,
        verdict: asked.verdict,
      });
  }
}
