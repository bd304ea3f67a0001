import type { DecisionOutcome, DecisionParams } from "~/engine/decisions/schema";

import type { Note, NoteReason } from "../rules/interpret";

/** A line of a run's story, not yet written down. */
export type Line = {
  /** Null: about the run as a whole. */
  stepId: string | null;
  /** Whose texts hold its sentence. */
  textNamespace: string;
  outcome: DecisionOutcome;
  reason: string;
  params: DecisionParams;
  nextTryAt: Date | null;
  at: Date;
};

const OUTCOMES: Readonly<Record<NoteReason, DecisionOutcome>> = {
  sleeps: "postponed",
  waits: "postponed",
  "delay-over": "went-on",
  "date-unknown": "stopped",
  "branch-yes": "went-on",
  "branch-no": "went-on",
  arm: "went-on",
  "held-out": "held-out",
  "not-held-out": "went-on",
  happened: "went-on",
  "timed-out": "went-on",
};

/** What the interpreter noted, as a line. */
export function lineOf({ stepId, reason, arm, until }: Note, at: Date): Line {
  return {
    stepId,
    textNamespace: "flows",
    outcome: OUTCOMES[reason],
    reason,
    params: {
      step: stepId,
      ...(arm === undefined ? {} : { arm }),
      ...(until ? { untilAt: until.toISOString() } : {}),
    },
    nextTryAt: until ?? null,
    at,
  };
}

/** A line of the engine's own about the whole run. */
export function ownLine(
  outcome: DecisionOutcome,
  reason: string,
  { at, params = {} }: { at: Date; params?: DecisionParams },
): Line {
  return { stepId: null, textNamespace: "flows", outcome, reason, params, nextTryAt: null, at };
}
