import type { Db } from "~/platform/db.server";

import { whyMayNotDecide } from "../adjustments/rules";
import { presentQueue } from "../members/presenter.server";
import type { AdjustmentRow, ReviewRow } from "../members/schema";

export type QueuePage = {
  reviews: ReviewRow[];
  /** `canDecide`: whoever looks is another person than who asked. */
  adjustments: (AdjustmentRow & { canDecide: boolean })[];
  /** ISO instant. */
  asOf: string;
};

/** Read model of what waits for a person. */
export async function presentQueuePage(
  db: Db,
  { shopId, staffId, now }: { shopId: string; staffId: string | null; now: Date },
): Promise<QueuePage> {
  const { reviews, adjustments } = await presentQueue(db, { shopId });
  return {
    reviews,
    adjustments: adjustments.map((row) => ({
      ...row,
      canDecide: whyMayNotDecide(row.requestedBy, staffId) === null,
    })),
    asOf: now.toISOString(),
  };
}
