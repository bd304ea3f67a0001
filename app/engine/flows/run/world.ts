import type { Condition } from "~/engine/facts/condition";
import type { StoredEvent } from "~/pipeline/events/catalogue";

import type { ActionResult, RunEnd } from "../contribution";
import type { Step } from "../definition";
import type { Program } from "../rules/program";
import type { Run } from "./run";

type ActionStep = Extract<Step, { kind: "action" }>;

/** What a person is known to be like: asked once for all conditions and dates of a program. */
export type PersonFacts = {
  holds: (condition: Condition) => boolean;
  dateOf: (fact: string) => Date | string | null;
  /** Why their run has lost its point by what began it, and whose texts tell of it; null when it has not. */
  end: (RunEnd & { textNamespace: string }) | null;
};

/** What acting on one run came to. */
export type Acted = {
  result: ActionResult;
  /** Whose texts tell of it. */
  textNamespace: string;
  /** When it is done, if later than asked; the run goes on then. */
  at?: Date;
  cost?: { amountMinor: number; currencyCode: string };
};

/**
 * What runs are moved in: the shop as it is now, or a simulated past. Everything is asked for many runs of one program
 * at once.
 */
export type World = {
  loadFacts: (program: Program, runs: readonly Run[], at: Date) => Promise<(run: Run) => PersonFacts>;
  zonesOf: (runs: readonly Run[]) => Promise<(run: Run) => string>;
  /** Acts, in the order of the runs. */
  act: (step: ActionStep, runs: readonly Run[], now: Date) => Promise<Acted[]>;
  /** Goes on with an action that waited for an event, or in vain. */
  resume: (step: ActionStep, run: Run, now: Date) => Promise<Acted>;
  /** The first event, by run id, that those waiting since before waited for and that had happened by `now`. */
  findHappened: (waiting: readonly Run[], now: Date) => Promise<ReadonlyMap<string, StoredEvent>>;
};
