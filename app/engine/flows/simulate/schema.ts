import { z } from "zod";

import { DECISION_OUTCOMES } from "~/engine/decisions/schema";

import { RUN_STATES } from "../schema";

const InstantSchema = z.string();
const LineSchema = z.object({
  at: InstantSchema,
  stepId: z.string().nullable(),
  textNamespace: z.string(),
  outcome: z.enum(DECISION_OUTCOMES),
  reason: z.string(),
  params: z.record(z.union([z.string(), z.number(), z.null()])),
});
const CostSchema = z.object({ amountMinor: z.number(), currencyCode: z.string() });

/** What a draft would have done. Customers are named by their ids only. */
export const SimulationResultSchema = z.object({
  from: InstantSchema,
  to: InstantSchema,
  /** Everybody who would have entered, in that order, and what would have happened to them when. */
  people: z.array(
    z.object({
      customerId: z.string().nullable(),
      subjectKind: z.string().nullable(),
      subjectId: z.string().nullable(),
      enteredAt: InstantSchema,
      state: z.enum(RUN_STATES),
      endReason: z.string().nullable(),
      lines: z.array(LineSchema),
      costs: z.array(CostSchema),
    }),
  ),
  refusals: z.array(z.object({ reason: z.string(), count: z.number() })),
  /** What it would have cost, by currency. */
  costs: z.array(CostSchema),
  /** When it stopped letting people in because there were too many; null: it looked at everything. */
  cutAt: InstantSchema.nullable(),
});
export type SimulationResult = z.infer<typeof SimulationResultSchema>;

export const SIMULATION_STATES = ["requested", "running", "done", "failed", "cancelled"] as const;
export type SimulationState = (typeof SIMULATION_STATES)[number];
