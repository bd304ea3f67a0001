import { z } from "zod";

import { LIMITS } from "../settings/schema";

/** What extensions ask for. */
export const RedeemBodySchema = z
  .object({
    rewardId: z.string().min(1).max(40),
    /** Of an incremental reward. */
    points: z.number().int().min(LIMITS.points.min).max(LIMITS.points.max).optional(),
    /** Names the wish: the network's repeat of it is the same wish. */
    idempotencyKey: z.string().regex(/^[\w-]{8,80}$/, "8 to 80 letters, digits, - or _"),
  })
  .strict();

export const CancelBodySchema = z.object({ redemptionId: z.string().min(1).max(60) }).strict();

/** Where a body is wrong, for whoever builds what sends it. */
export function problemOf({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join(".") || "body"}: ${issue?.message ?? "unusable"}`;
}
