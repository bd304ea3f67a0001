import type { Condition } from "~/engine/facts/condition";

import type { Delay, FlowDefinition, FlowProblem, Step } from "../definition";
import { listSteps, pathsOf } from "./program";

/** What a definition is held against. */
export type Catalogue = {
  /** Mistakes of the trigger's settings by its schema; null when there is no such trigger. */
  checkTrigger: (key: string, settings: Record<string, unknown>) => FieldProblem[] | null;
  /** The same of an action. */
  checkAction: (key: string, settings: Record<string, unknown>) => FieldProblem[] | null;
  isEvent: (type: string) => boolean;
  /** Whether a fact is an instant or a day; null when there is no such fact. */
  isDateFact: (fact: string) => boolean | null;
  /** Mistakes of a condition; `place` is within it, `""` for the whole. */
  checkCondition: (condition: Condition) => FlowProblem[];
};

/** A mistake in a field of settings; `field` is a path with dots, `""` for the whole. */
export type FieldProblem = { field: string; message: string };

/** Everything that keeps a definition from being published, but for what an action itself finds. */
export function listProblems(definition: FlowDefinition, catalogue: Catalogue): FlowProblem[] {
  const { trigger, entry, exits } = definition;
  const steps = listSteps(definition.steps);
  return [
    ...settingsProblems("trigger", trigger.key, catalogue.checkTrigger(trigger.key, trigger.settings)),
    ...(entry ? within("entry", catalogue.checkCondition(entry)) : []),
    ...exits.flatMap(({ id, when }) =>
      when.kind === "event"
        ? eventProblems(`exits.${id}`, when.events, catalogue)
        : within(`exits.${id}.condition`, catalogue.checkCondition(when.condition)),
    ),
    ...repeated(exits.map(({ id }) => id)).map((id) => ({
      place: `exits.${id}`,
      code: "duplicate-id",
      params: { id },
    })),
    ...repeated(steps.map(({ id }) => id)).map((id) => ({
      place: `steps.${id}`,
      code: "duplicate-id",
      params: { id },
    })),
    ...(definition.steps.length === 0 ? [{ place: "steps", code: "no-steps" }] : []),
    ...unreachable(definition.steps),
    ...steps.flatMap((step) => stepProblems(step, catalogue)),
  ];
}

function stepProblems(step: Step, catalogue: Catalogue): FlowProblem[] {
  const place = `steps.${step.id}`;
  switch (step.kind) {
    case "action":
      return settingsProblems(place, step.action, catalogue.checkAction(step.action, step.settings));
    case "branch":
      return [...within(`${place}.condition`, catalogue.checkCondition(step.condition)), ...emptyPaths(step)];
    case "wait":
      return [...eventProblems(place, step.events, catalogue), ...emptyPaths(step)];
    case "split":
      return [
        ...repeated(step.arms.map(({ key }) => key)).map((arm) => ({
          place: `${place}.arms.${arm}`,
          code: "duplicate-arm",
          params: { arm },
        })),
        ...emptyPaths(step),
      ];
    case "delay":
      return delayProblems(`${place}.delay`, step.delay, catalogue);
    case "holdout":
    case "end":
      return [];
  }
}

function delayProblems(place: string, delay: Delay, { isDateFact }: Catalogue): FlowProblem[] {
  switch (delay.kind) {
    case "weekday":
      return delay.weekdays.length === 0 ? [{ place: `${place}.weekdays`, code: "no-weekday" }] : [];
    case "date":
      return delay.on === "" ? [{ place: `${place}.on`, code: "no-date" }] : [];
    case "fact-date": {
      const { fact } = delay;
      if (fact === "") return [{ place: `${place}.fact`, code: "no-fact" }];
      const isDate = isDateFact(fact);
      if (isDate) return [];
      const code = isDate === null ? "unknown-fact" : "fact-is-no-date";
      return [{ place: `${place}.fact`, code, params: { fact } }];
    }
    case "duration":
    case "time-of-day":
      return [];
  }
}

/** A fork all of whose paths are empty does nothing. */
function emptyPaths(step: Step): FlowProblem[] {
  if (step.kind === "wait") return []; // Waiting is something.
  return pathsOf(step).every(({ steps }) => steps.length === 0)
    ? [{ place: `steps.${step.id}`, code: "empty-paths" }]
    : [];
}

/** The first step after one that everybody ends at, in each path. */
function unreachable(steps: readonly Step[]): FlowProblem[] {
  const last = steps.findIndex(endsAlways);
  const lost = last === -1 ? undefined : steps[last + 1];
  return [
    ...(lost
      ? [{ place: `steps.${lost.id}`, code: "unreachable", params: { after: steps[last]?.id ?? "" } }]
      : []),
    ...steps.flatMap((step) => pathsOf(step).flatMap((path) => unreachable(path.steps))),
  ];
}

function endsAlways(step: Step): boolean {
  if (step.kind === "end") return true;
  const paths = pathsOf(step);
  return paths.length > 0 && paths.every((path) => path.steps.some(endsAlways));
}

function settingsProblems(place: string, key: string, found: FieldProblem[] | null): FlowProblem[] {
  if (found === null) {
    const isTrigger = place === "trigger";
    return [{ place, code: isTrigger ? "unknown-trigger" : "unknown-action", params: { key } }];
  }
  return found.map(({ field, message }) => ({
    place: [place, "settings", field].filter(Boolean).join("."),
    code: "invalid-setting",
    params: { field, message, part: key },
  }));
}

function eventProblems(place: string, events: readonly string[], { isEvent }: Catalogue): FlowProblem[] {
  if (events.length === 0) return [{ place: `${place}.events`, code: "no-event" }];
  return events
    .filter((event) => !isEvent(event))
    .map((event) => ({ place: `${place}.events`, code: "unknown-event", params: { event } }));
}

function within(place: string, problems: readonly FlowProblem[]): FlowProblem[] {
  return problems.map((problem) => ({ ...problem, place: [place, problem.place].filter(Boolean).join(".") }));
}

function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}
