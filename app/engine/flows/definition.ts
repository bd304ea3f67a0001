import { z } from "zod";

import { ConditionSchema } from "~/engine/facts/condition";

/*
 * A flow as a merchant describes it: one document, stored whole with each published version. Steps are lists; a step
 * with paths (branch, split, wait) holds a list per path, and what follows it is where the paths meet again. So a flow
 * cannot loop inside itself.
 */

/*
 * A draft is saved as far as it is written: lists that must not stay empty, and a date that must be chosen, may be
 * empty here. `rules/problems.ts` says what is missing, so nothing empty is ever published.
 */

/** Unique in its flow and kept for good: a run's place, its log and its effects are named by it. */
const StepIdSchema = z.string().regex(/^[a-z0-9]{4,12}$/);
const SettingsSchema = z.record(z.unknown());

const DelaySchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("duration"),
    amount: z.number().int().min(1).max(1000),
    unit: z.enum(["minutes", "hours", "days"]),
  }),
  /** The next time the clock shows it where the person is. */
  z.object({ kind: z.literal("time-of-day"), time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) }),
  /** ISO 8601: 1 = Monday. */
  z.object({
    kind: z.literal("weekday"),
    weekdays: z.array(z.number().int().min(1).max(7)),
    time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  }),
  /** A fixed day, or an instant the person's facts know; in the past it is over at once. */
  z.object({ kind: z.literal("date"), on: z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/) }),
  z.object({
    kind: z.literal("fact-date"),
    fact: z.string().max(80),
    offsetDays: z.number().int().min(-365).max(365).default(0),
  }),
]);
export type Delay = z.infer<typeof DelaySchema>;

export type Step =
  | { id: string; kind: "delay"; delay: Delay }
  | { id: string; kind: "wait"; events: string[]; timeoutHours: number; happened: Step[]; timedOut: Step[] }
  | { id: string; kind: "branch"; condition: z.infer<typeof ConditionSchema>; yes: Step[]; no: Step[] }
  | { id: string; kind: "split"; arms: { key: string; weight: number; steps: Step[] }[] }
  /** Of those who come here, a share goes no further and is compared with the others. */
  | { id: string; kind: "holdout"; shareBp: number }
  | { id: string; kind: "action"; action: string; settings: Record<string, unknown> }
  | { id: string; kind: "end" };

export const StepSchema: z.ZodType<Step, z.ZodTypeDef, unknown> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.object({ id: StepIdSchema, kind: z.literal("delay"), delay: DelaySchema }),
    z.object({
      id: StepIdSchema,
      kind: z.literal("wait"),
      events: z.array(z.string().max(80)).max(10),
      timeoutHours: z
        .number()
        .min(1)
        .max(24 * 365),
      happened: StepsSchema,
      timedOut: StepsSchema,
    }),
    z.object({
      id: StepIdSchema,
      kind: z.literal("branch"),
      condition: ConditionSchema,
      yes: StepsSchema,
      no: StepsSchema,
    }),
    z.object({
      id: StepIdSchema,
      kind: z.literal("split"),
      arms: z
        .array(
          z.object({
            key: z.string().regex(/^[a-z0-9-]{1,20}$/),
            weight: z.number().int().min(1).max(1000),
            steps: StepsSchema,
          }),
        )
        .min(2)
        .max(6),
    }),
    z.object({ id: StepIdSchema, kind: z.literal("holdout"), shareBp: z.number().int().min(0).max(5000) }),
    z.object({
      id: StepIdSchema,
      kind: z.literal("action"),
      action: z.string().max(80),
      settings: SettingsSchema,
    }),
    z.object({ id: StepIdSchema, kind: z.literal("end") }),
  ]),
);
const StepsSchema = z.lazy(() => z.array(StepSchema).max(50));

/** When the same person may enter again. The key of an entry (the cart, the year, the order …) is the trigger's. */
const ReentrySchema = z.discriminatedUnion("kind", [
  /** Once per key; never again for the same cart, year or order. */
  z.object({ kind: z.literal("per-key") }),
  z.object({ kind: z.literal("once") }),
  /** Per key too, and not within so many days of the last entry. */
  z.object({ kind: z.literal("after-days"), days: z.number().int().min(1).max(3650) }),
]);

const ExitSchema = z.object({
  id: StepIdSchema,
  /** It holds at every step, and again in the last moment before a message leaves. */
  when: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("condition"), condition: ConditionSchema }),
    /** It happened to the person after they entered. */
    z.object({ kind: z.literal("event"), events: z.array(z.string().max(80)).max(20) }),
  ]),
});
export type Exit = z.infer<typeof ExitSchema>;

export const FlowDefinitionSchema = z.object({
  trigger: z.object({ key: z.string().max(80), settings: SettingsSchema.default({}) }),
  entry: ConditionSchema.nullable().default(null),
  exits: z.array(ExitSchema).max(20).default([]),
  reentry: ReentrySchema.default({ kind: "per-key" }),
  steps: StepsSchema,
});
export type FlowDefinition = z.infer<typeof FlowDefinitionSchema>;

/** A mistake in a definition, with its place: `steps.<id>.settings.<field>`, and texts `problems.<code>`. */
export type FlowProblem = {
  place: string;
  code: string;
  params?: Readonly<Record<string, string | number>>;
  /** Whose texts tell of it; `flows` when absent. */
  textNamespace?: string;
};
