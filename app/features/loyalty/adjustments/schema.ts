import { z } from "zod";

/** What the page asks: how many points, below zero to take some, and why. */
export const AdjustmentSchema = z.object({
  points: z.coerce
    .number({ message: "not-a-number" })
    .int("not-whole")
    .min(-1_000_000_000, "out-of-range")
    .max(1_000_000_000, "out-of-range")
    .refine((points) => points !== 0, { message: "no-points" }),
  reason: z.string().trim().min(3, "no-reason").max(500, "too-long"),
});
