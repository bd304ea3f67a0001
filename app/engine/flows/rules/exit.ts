import type { Condition } from "~/engine/facts/condition";

import type { Exit, FlowDefinition } from "../definition";

/** The first exit whose condition holds; null when none does. */
export function findExit({ exits }: FlowDefinition, holds: (condition: Condition) => boolean): Exit | null {
  return exits.find(({ when }) => when.kind === "condition" && holds(when.condition)) ?? null;
}

/** The first exit that an event opens for somebody who entered before it happened; null when none does. */
export function findExitByEvent(
  { exits }: FlowDefinition,
  event: { type: string; occurredAt: Date },
  enteredAt: Date,
): Exit | null {
  if (event.occurredAt <= enteredAt) return null;
  return exits.find(({ when }) => when.kind === "event" && when.events.includes(event.type)) ?? null;
}

/** Types of events that open an exit of a flow. */
export function exitEventsOf({ exits }: FlowDefinition): string[] {
  return [...new Set(exits.flatMap(({ when }) => (when.kind === "event" ? when.events : [])))];
}
