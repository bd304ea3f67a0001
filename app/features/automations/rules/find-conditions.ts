import { type Condition, ConditionSchema } from "~/engine/facts/condition";
import type { FlowDefinition } from "~/engine/flows/definition";
import { listSteps } from "~/engine/flows/rules/program";

/** Every condition that is written in a flow, that of its trigger too. */
export function findConditions({ trigger, entry, exits, steps }: FlowDefinition): Condition[] {
  const begins = ConditionSchema.safeParse(trigger.settings.condition);
  return [
    ...(begins.success ? [begins.data] : []),
    ...(entry ? [entry] : []),
    ...exits.flatMap(({ when }) => (when.kind === "condition" ? [when.condition] : [])),
    ...listSteps(steps).flatMap((step) => (step.kind === "branch" ? [step.condition] : [])),
  ];
}
