import type { Condition } from "~/engine/facts/condition";
import type { Delay, Exit, FlowDefinition, Step } from "~/engine/flows/definition";
import type { OfferInput } from "~/engine/incentives/schema";

import type { ActionKey, TriggerKey } from "../schema";

/*
 * What a part of a flow is before anything was chosen. What only the merchant can say is empty: a problem of the draft,
 * told where it is.
 */

/** Kinds of steps that are the machine's own. */
export const STEP_KINDS = ["delay", "wait", "branch", "split", "holdout", "end"] as const;
export type OwnStepKind = (typeof STEP_KINDS)[number];

/** A condition that asks nothing yet. */
export const ASKS_NOTHING: Condition = { kind: "all", of: [] };

/** A step of the machine's own. */
export function newStep(kind: OwnStepKind, id: string): Step {
  switch (kind) {
    case "delay":
      return { id, kind, delay: ONE_DAY };
    case "wait":
      return { id, kind, events: ["order.placed"], timeoutHours: 72, happened: [], timedOut: [] };
    case "branch":
      return { id, kind, condition: ASKS_NOTHING, yes: [], no: [] };
    case "split":
      return {
        id,
        kind,
        arms: [
          { key: "a", weight: 1, steps: [] },
          { key: "b", weight: 1, steps: [] },
        ],
      };
    case "holdout":
      return { id, kind, shareBp: 1_000 };
    case "end":
      return { id, kind };
  }
}

const ONE_DAY: Delay = { kind: "duration", amount: 1, unit: "days" };

/** A delay of a kind. @param today YYYY-MM-DD: where a calendar begins. */
export function newDelay(kind: Delay["kind"], today: string): Delay {
  switch (kind) {
    case "duration":
      return ONE_DAY;
    case "time-of-day":
      return { kind, time: "09:00" };
    case "weekday":
      return { kind, weekdays: [1], time: "09:00" };
    case "date":
      return { kind, on: today };
    case "fact-date":
      return { kind, fact: "", offsetDays: 0 };
  }
}

const OFFER: OfferInput = {
  value: { kind: "percentage", percentBp: 1_000 },
  validDays: 14,
  title: "",
};

const ACTIONS: Readonly<Record<ActionKey, Record<string, unknown>>> = {
  "messages.send": { templateKey: "", channel: "email", topic: "offers", usefulHours: 72 },
  "incentives.issue": { offer: OFFER },
  "tags.add": { tag: "" },
  "tags.remove": { tag: "" },
  "webhooks.call": { url: "" },
  "flows.start": { flowId: "" },
};

/** An action or a trigger, with what its settings are at first; one with a form of its own here says so itself. */
type Part = { key: string; initial: Readonly<Record<string, unknown>> };

/** A step that does something. */
export function newAction(part: Part, id: string): Step {
  return { id, kind: "action", action: part.key, settings: startOf(ACTIONS, part) };
}

const TRIGGERS: Readonly<Record<TriggerKey, Record<string, unknown>>> = {
  "events.happened": { events: [] },
  "dates.customer": { fact: "", offsetDays: 0, time: "09:00", repeats: "once", leapDay: "february-28" },
  "segments.entered": { condition: ASKS_NOTHING },
  "segments.left": { condition: ASKS_NOTHING },
  "schedule.recurring": {
    condition: ASKS_NOTHING,
    every: "week",
    weekday: 1,
    dayOfMonth: 1,
    time: "09:00",
  },
  "people.by-hand": {},
};

/** How a flow begins. */
export function newTrigger(part: Part): FlowDefinition["trigger"] {
  return { key: part.key, settings: startOf(TRIGGERS, part) };
}

function startOf(known: Readonly<Record<string, Record<string, unknown>>>, { key, initial }: Part) {
  return { ...(Object.hasOwn(known, key) ? known[key] : initial) };
}

/** A reason to leave a flow early. */
export function newExit(kind: Exit["when"]["kind"], id: string): Exit {
  return kind === "event"
    ? { id, when: { kind, events: ["order.placed"] } }
    : { id, when: { kind, condition: ASKS_NOTHING } };
}
