import type { z } from "zod";

import type { RootDb } from "~/platform/db.server";

import { adjustPoints, type AdjustResult, decideAdjustment } from "../adjustments/service.server";

import type { MemberActionSchema } from "./schema";

/** Does what a member's page asks for; null = it asks for nothing that there is. */
export function actOnMember(
  db: RootDb,
  {
    customerId,
    asked,
    ...scope
  }: {
    shopId: string;
    customerId: string;
    asked: z.infer<typeof MemberActionSchema> | null;
    staffId: string | null;
    now: Date;
  },
): Promise<AdjustResult> {
  switch (asked?.kind) {
    case undefined:
      return Promise.resolve({ outcome: "refused", reason: "no-points", params: {} });
    case "adjust": {
      const { points, reason, key } = asked;
      return adjustPoints(db, { ...scope, customerId, points, reason, idempotencyKey: key });
    }
    case "decide":
      return decideAdjustment(db, {
        ...scope,
        adjustmentId: asked.adjustmentId,
        verdict: asked.verdict,
      });
  }
}
