import { z } from "zod";

export const EXPERIMENT_SETTINGS_KEY = "experiments";

/** Below 5 % a comparison hardly ever says anything (METRICS.md F24); above half nobody would be treated. */
export const SHARE_LIMITS = { min: 100, max: 5_000 } as const;

const ShareSchema = z
  .number({ message: "not-a-number" })
  .int("not-whole")
  .min(SHARE_LIMITS.min, "out-of-range")
  .max(SHARE_LIMITS.max, "out-of-range");

const HoldoutSchema = z.object({ isOn: z.boolean().default(true), shareBp: ShareSchema.default(500) });

/** Settings key `experiments`: who is left out on purpose, so that it can be seen what the others bring. */
export const ExperimentSettingsSchema = z.object({
  /** Of everything we send. */
  global: HoldoutSchema.default({}),
  /** Of each flow, beside those left out of everything. */
  flow: HoldoutSchema.default({}),
  /** Flows without a holdout of their own, by their ids. */
  flowsWithout: z.array(z.string().max(60)).max(500, "too-many").default([]),
  /** Days after which a person's revenue is counted: the same for both arms. */
  windowDays: z
    .number({ message: "not-a-number" })
    .int("not-whole")
    .min(7, "out-of-range")
    .max(90, "out-of-range")
    .default(30),
});
export type ExperimentSettings = z.infer<typeof ExperimentSettingsSchema>;

export const GLOBAL_EXPERIMENT = "global";
export const CONTROL = "control";
export const TREATED = "treated";

/** The key of a flow's own comparison. */
export function flowExperiment(flowId: string): string {
  return `flow:${flowId}`;
}

/** The key of the comparison of a flow's split. */
export function splitExperiment({ flowId, stepId }: { flowId: string; stepId: string }): string {
  return `split:${flowId}:${stepId}`;
}

/** People per arm of a split before it is judged. */
export const SPLIT_PEOPLE = 500;

/** One arm of a split. */
export type SplitArm = {
  key: string;
  enteredCount: number;
  /** Of them, whose window has passed, and who of those bought within it. */
  throughCount: number;
  buyerCount: number;
  /** Buyers ÷ through, 0…1, with its 95 % interval; null of nobody. */
  rate: { value: number; low: number; high: number } | null;
};

/** What a split says so far: its arms, and which of them brings most a person. */
export type SplitState = { windowDays: number; arms: SplitArm[]; verdict: SplitVerdict };

export type SplitVerdict =
  /** `readyAt`: when it is judged, null = not known. */
  | { kind: "too-early"; neededCount: number | null; readyAt: string | null }
  | { kind: "no-difference" }
  /** Revenue per person of the better arm, and of the one it was compared with. */
  | { kind: "better"; arm: string; meanMinor: number; otherArm: string; otherMeanMinor: number };

/** What a comparison says so far. Money in minor units of the shop's currency. */
export type LiftState =
  /** Nothing may be said yet. `readyAt`: when it is looked at next, null = not known. */
  | { kind: "not-enough-data"; why: NotEnoughReason; neededCount: number | null; readyAt: string | null }
  | ({ kind: "no-difference" } & LiftFigures)
  | ({ kind: "lift" } & LiftFigures)
  /** It brings less than doing nothing. */
  | ({ kind: "drop" } & LiftFigures);

export type NotEnoughReason = "not-begun" | "still-running" | "too-few-people" | "too-few-buyers";

export type LiftFigures = {
  treatedCount: number;
  controlCount: number;
  /** Revenue per person within the window. */
  treatedMeanMinor: number;
  controlMeanMinor: number;
  /** (treated − control) × treated, and the bounds of its confidence interval. */
  incrementalMinor: number;
  lowMinor: number;
  highMinor: number;
  /** Share of repeats in which the true value lies between the bounds, e.g. 0.95. */
  confidence: number;
  /** The smallest difference per person that would be found four times in five. */
  visibleMinor: number;
};
