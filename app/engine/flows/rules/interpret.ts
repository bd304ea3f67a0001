import type { Condition } from "~/engine/facts/condition";
import { assignArm, isHeldOut } from "~/kit/assign-arm";
import { assertNever } from "~/kit/decision";
import { HOUR_MS } from "~/kit/duration";

import type { Step } from "../definition";
import { decideDelay } from "./delay";
import { entranceOf, type Place, type Program } from "./program";

/*
 * A run goes from step to step until it must sleep, wait, act or end: that is its next effect. The interpreter knows no
 * clock, no database and no feature, so that the live engine and a simulation cannot differ.
 */

/** Where a run is: about to enter a step, or done with what it did, slept or waited for there. Null: at the end. */
export type Standing = {
  stepId: string | null;
  arrival: "arrived" | "over" | "happened" | "timed-out";
};

/** What is known of the person now. */
export type KnownFacts = {
  holds: (condition: Condition) => boolean;
  /** Null: not known. */
  dateOf: (fact: string) => Date | string | null;
};

export type Ground = {
  shopId: string;
  flowId: string;
  /** The customer, or what stands for a guest: who gets which arm follows from it. */
  personId: string;
  zone: string;
  /** Delays count from here. */
  from: Date;
  /** Null: not asked since the person was last acted on. */
  facts: KnownFacts | null;
};

/** What happened on the way: a line of the run's story. Values of its sentence are `step`, `arm` and `untilAt`. */
export type Note = {
  stepId: string;
  reason: NoteReason;
  arm?: string;
  until?: Date;
};
export type NoteReason =
  | "sleeps"
  | "waits"
  | "delay-over"
  | "date-unknown"
  | "branch-yes"
  | "branch-no"
  | "arm"
  | "held-out"
  | "not-held-out"
  | "happened"
  | "timed-out";

export type Effect =
  /** The person must be looked at anew before this step. */
  | { kind: "look"; stepId: string }
  | { kind: "sleep"; stepId: string; until: Date }
  | { kind: "wait"; stepId: string; events: readonly string[]; until: Date }
  | { kind: "act"; stepId: string; action: string; settings: Record<string, unknown> }
  | { kind: "end"; stepId: string | null; state: "done" | "held-out" | "stopped"; reason: EndReason };
export type EndReason = "finished" | "held-out" | "date-unknown" | "step-unknown";

export type Passage = { effect: Effect; notes: Note[] };

type Turn = { to: string | null; note?: Note } | { effect: Effect; note?: Note };

/** Goes on from where a run is, to its next effect. */
export function interpret(program: Program, standing: Standing, ground: Ground): Passage {
  const notes: Note[] = [];
  let turn = leave(program, standing);
  for (;;) {
    if (turn.note) notes.push(turn.note);
    if ("effect" in turn) return { effect: turn.effect, notes };
    if (turn.to === null) return { effect: end(null, "finished"), notes };
    const place = program.places.get(turn.to);
    turn = place ? enter(place, ground) : { effect: end(turn.to, "step-unknown") };
  }
}

/** Where a run goes from the step it is at. */
function leave(program: Program, { stepId, arrival }: Standing): Turn {
  if (stepId === null || arrival === "arrived") return { to: stepId };
  const place = program.places.get(stepId);
  if (!place) return { effect: end(stepId, "step-unknown") };
  const { step } = place;
  if (arrival === "over" || step.kind !== "wait") return { to: place.next };
  const path = arrival === "happened" ? step.happened : step.timedOut;
  return { to: entranceOf(path, place), note: { stepId, reason: arrival } };
}

function enter(place: Place, ground: Ground): Turn {
  const { step } = place;
  switch (step.kind) {
    case "delay":
      return enterDelay(step, place, ground);
    case "wait": {
      const until = new Date(ground.from.getTime() + step.timeoutHours * HOUR_MS);
      return {
        effect: { kind: "wait", stepId: step.id, events: step.events, until },
        note: { stepId: step.id, reason: "waits", until },
      };
    }
    case "branch":
      return enterBranch(step, place, ground);
    case "split": {
      const arm = assignArm(divisionOf(step, ground), ground.personId, step.arms);
      return { to: entranceOf(arm.steps, place), note: { stepId: step.id, reason: "arm", arm: arm.key } };
    }
    case "holdout": {
      if (!isHeldOut(divisionOf(step, ground), ground.personId, step.shareBp))
        return { to: place.next, note: { stepId: step.id, reason: "not-held-out", arm: "treated" } };
      const note: Note = { stepId: step.id, reason: "held-out", arm: "held-out" };
      return { effect: end(step.id, "held-out"), note };
    }
    case "action": {
      const { id: stepId, action, settings } = step;
      if (!ground.facts) return { effect: { kind: "look", stepId } };
      return { effect: { kind: "act", stepId, action, settings } };
    }
    case "end":
      return { effect: end(step.id, "finished") };
    default:
      return assertNever(step);
  }
}

function enterBranch(step: Extract<Step, { kind: "branch" }>, place: Place, { facts }: Ground): Turn {
  if (!facts) return { effect: { kind: "look", stepId: step.id } };
  const isSo = facts.holds(step.condition);
  return {
    to: entranceOf(isSo ? step.yes : step.no, place),
    note: { stepId: step.id, reason: isSo ? "branch-yes" : "branch-no" },
  };
}

function enterDelay(step: Extract<Step, { kind: "delay" }>, place: Place, ground: Ground): Turn {
  const { facts, zone, from } = ground;
  const stepId = step.id;
  if (step.delay.kind === "fact-date" && !facts) return { effect: { kind: "look", stepId } };
  const until = decideDelay(step.delay, { zone, from, dateOf: facts?.dateOf ?? (() => null) });
  // Who has no such date must not be treated as if it were today.
  if (until === null)
    return { effect: end(stepId, "date-unknown"), note: { stepId, reason: "date-unknown" } };
  if (until <= from) return { to: place.next, note: { stepId, reason: "delay-over" } };
  return { effect: { kind: "sleep", stepId, until }, note: { stepId, reason: "sleeps", until } };
}

function divisionOf({ id: stepId }: Step, { shopId, flowId }: Ground) {
  return { shopId, experimentKey: `${flowId}|${stepId}` };
}

function end(stepId: string | null, reason: EndReason): Effect {
  const state = reason === "finished" ? "done" : reason === "held-out" ? "held-out" : "stopped";
  return { kind: "end", stepId, state, reason };
}
