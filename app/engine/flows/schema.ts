import { z } from "zod";

export const FLOW_STATES = ["draft", "live", "paused", "draining", "stopped"] as const;
export type FlowState = (typeof FLOW_STATES)[number];

/** The first three are on their way; the others have ended. */
export const RUN_STATES = [
  "active",
  "sleeping",
  "waiting",
  "done",
  "exited",
  "stopped",
  "cancelled",
  "held-out",
] as const;
export type RunState = (typeof RUN_STATES)[number];

/** What becomes of runs when a new version is published. */
export const RunsOnPublishSchema = z.enum(["finish", "migrate"]);
export type RunsOnPublish = z.infer<typeof RunsOnPublishSchema>;

export const FlowNameSchema = z.string().trim().min(1, "empty").max(80, "too-long");

/** How far back a simulation looks. */
export const SimulationDaysSchema = z.union([z.literal(30), z.literal(90)]);
export type SimulationDays = z.infer<typeof SimulationDaysSchema>;
