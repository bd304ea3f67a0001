import type { FlowDefinition, Step } from "../definition";
import { listSteps, pathsOf } from "./program";

/** What differs between two versions, by ids. */
export type FlowDifference = {
  trigger: boolean;
  entry: boolean;
  reentry: boolean;
  exits: Changes;
  steps: Changes & {
    /** Same step, elsewhere: in another path, or after another step. */
    moved: string[];
  };
};
type Changes = { added: string[]; removed: string[]; changed: string[] };

/** What a version changes about another. A step that only got other steps into its paths is not itself changed. */
export function diffFlows(before: FlowDefinition, after: FlowDefinition): FlowDifference {
  const old = new Map(listSteps(before.steps).map((step) => [step.id, bareText(step)]));
  const young = new Map(listSteps(after.steps).map((step) => [step.id, bareText(step)]));
  const oldPlaces = placesOf(before.steps, "");
  const newPlaces = placesOf(after.steps, "");
  const exitsOf = ({ exits }: FlowDefinition) => new Map(exits.map(({ id, when }) => [id, textOf(when)]));
  return {
    trigger: textOf(before.trigger) !== textOf(after.trigger),
    entry: textOf(before.entry) !== textOf(after.entry),
    reentry: textOf(before.reentry) !== textOf(after.reentry),
    exits: changesBetween(exitsOf(before), exitsOf(after)),
    steps: {
      ...changesBetween(old, young),
      moved: movedBetween(
        oldPlaces.filter(({ id }) => young.has(id)),
        newPlaces.filter(({ id }) => old.has(id)),
      ),
    },
  };
}

function changesBetween(old: ReadonlyMap<string, string>, young: ReadonlyMap<string, string>): Changes {
  return {
    added: [...young.keys()].filter((id) => !old.has(id)),
    removed: [...old.keys()].filter((id) => !young.has(id)),
    changed: [...young].filter(([id, text]) => old.has(id) && old.get(id) !== text).map(([id]) => id),
  };
}

type Placed = { id: string; path: string };

function placesOf(steps: readonly Step[], path: string): Placed[] {
  return steps.flatMap((step) => [
    { id: step.id, path },
    ...pathsOf(step).flatMap(({ name, steps: inner }) => placesOf(inner, `${step.id}.${name}`)),
  ]);
}

/** Of steps that both have: in another path, or after another step of their path. */
function movedBetween(old: readonly Placed[], young: readonly Placed[]): string[] {
  const before = new Map(withPrevious(old));
  return withPrevious(young).flatMap(([id, place]) => (before.get(id) === place ? [] : [id]));
}

function withPrevious(placed: readonly Placed[]): [string, string][] {
  const last = new Map<string, string>();
  return placed.map(({ id, path }) => {
    const place = `${path}>${last.get(path) ?? ""}`;
    last.set(path, id);
    return [id, place];
  });
}

/** A step without its paths, but with their names and weights. */
function bareText(step: Step): string {
  switch (step.kind) {
    case "branch":
      return textOf({ ...step, yes: null, no: null });
    case "wait":
      return textOf({ ...step, happened: null, timedOut: null });
    case "split":
      return textOf({ ...step, arms: step.arms.map(({ key, weight }) => ({ key, weight })) });
    case "delay":
    case "holdout":
    case "action":
    case "end":
      return textOf(step);
  }
}

/** The same text for the same value, whatever the order of its keys. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
