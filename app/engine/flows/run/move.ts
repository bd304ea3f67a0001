import { assertNever } from "~/kit/decision";

import type { ActionResult } from "../contribution";
import { findExit } from "../rules/exit";
import { type Effect, type EndReason, interpret, type Standing } from "../rules/interpret";
import type { Program } from "../rules/program";
import { endRun, personIdOf, type Run } from "./run";
import { type Line, lineOf, ownLine } from "./story";
import type { Acted, PersonFacts, World } from "./world";

/*
 * Moves many runs of one program together until each sleeps, waits or has ended: person by person the interpreter says
 * what is next, and what must be asked or done is asked and done for all at once. The live engine and the simulation
 * both are this, in different worlds.
 */

export type Moved = { run: Run; lines: Line[]; costs: NonNullable<Acted["cost"]>[] };

type Walker = Moved & {
  standing: Standing;
  /** Null: to be asked before anything is decided about the person or done to them. */
  facts: PersonFacts | null;
  mustLook: boolean;
  isAtRest: boolean;
  /** The instant that counts for what happens to the person from here on: when it was due, not when we came to it. */
  since: Date;
};

type Scene = { world: World; program: Program; now: Date; zoneOf: (run: Run) => string };

/** Moves runs on. They are of one program, and due. */
export async function moveRuns(
  world: World,
  { program, runs, now }: { program: Program; runs: readonly Run[]; now: Date },
): Promise<Moved[]> {
  const scene: Scene = { world, program, now, zoneOf: await world.zonesOf(runs) };
  const walkers = runs.map(begin);
  for (const walker of walkers) await resumeAction(walker, scene);
  for (let open = walkers.filter(isOpen); open.length > 0; open = open.filter(isOpen)) {
    await look(open, scene);
    const going = open.filter(isOpen).map((walker) => ({ walker, effect: goOn(walker, scene) }));
    await meetWhatHappened(
      going.flatMap(({ walker, effect }) => (effect.kind === "wait" ? [walker] : [])),
      scene,
    );
    await act(going, scene);
  }
  return walkers.map(({ run, lines, costs }) => ({ run, lines, costs }));
}

const isOpen = ({ isAtRest }: Walker) => !isAtRest;

function begin(run: Run): Walker {
  return {
    run: { ...run, failCount: 0 },
    lines: [],
    costs: [],
    standing: { stepId: run.stepId, arrival: arrivalOf(run) },
    facts: null,
    mustLook: true,
    isAtRest: false,
    since: run.state === "active" ? run.stepAt : (run.wakeAt ?? run.stepAt),
  };
}

function arrivalOf({ state, wokenById }: Run): Standing["arrival"] {
  if (state === "sleeping") return "over";
  if (state === "waiting") return "timed-out";
  return wokenById === null ? "arrived" : "happened";
}

/** An action that waited, for an event or in vain, says what became of it. */
async function resumeAction(walker: Walker, { world, program, now }: Scene): Promise<void> {
  const { run, standing } = walker;
  if (standing.arrival !== "happened" && standing.arrival !== "timed-out") return;
  const step = run.stepId === null ? undefined : program.places.get(run.stepId)?.step;
  if (step?.kind === "action") take(walker, await world.resume(step, run, now), now);
  walker.run = { ...walker.run, wokenById: null };
}

/** Asks what people are like now, and lets those leave for whom an exit is open. */
async function look(walkers: readonly Walker[], { world, program, now }: Scene): Promise<void> {
  const blind = walkers.filter(({ mustLook }) => mustLook);
  if (blind.length === 0) return;
  const factsOf = await world.loadFacts(
    program,
    blind.map(({ run }) => run),
    now,
  );
  for (const walker of blind) {
    walker.facts = factsOf(walker.run);
    walker.mustLook = false;
    leave(walker, { facts: walker.facts, program, now });
  }
}

/** Lets somebody leave for whom an exit is open, or whose run has lost its point by what began it. */
function leave(
  walker: Walker,
  { facts: { end, holds }, program, now }: { facts: PersonFacts } & Pick<Scene, "program" | "now">,
): void {
  if (end) {
    const { reason, textNamespace, params = {} } = end;
    walker.lines.push({ ...ownLine("stopped", reason, { at: now, params }), textNamespace });
    finish(walker, { state: "exited", reason, now });
    return;
  }
  const exit = findExit(program.definition, holds);
  if (!exit) return;
  walker.lines.push(ownLine("stopped", "exit-condition", { at: now, params: { exit: exit.id } }));
  finish(walker, { state: "exited", reason: `exit:${exit.id}`, now });
}

/** Goes to the next effect; those who sleep, wait or end are at rest. */
function goOn(walker: Walker, { program, now, zoneOf }: Scene): Effect {
  const { run, standing, facts } = walker;
  const from = run.enteredAt > now ? run.enteredAt : now;
  const ground = {
    shopId: run.shopId,
    flowId: run.flowId,
    personId: personIdOf(run),
    zone: zoneOf(run),
    from,
    facts,
  };
  const { effect, notes } = interpret(program, standing, ground);
  for (const note of notes) {
    walker.lines.push(lineOf(note, now));
    if (note.arm !== undefined)
      walker.run = { ...walker.run, arms: { ...walker.run.arms, [note.stepId]: note.arm } };
  }
  settle(walker, effect, now);
  return effect;
}

function settle(walker: Walker, effect: Effect, now: Date): void {
  switch (effect.kind) {
    case "look":
      walker.standing = { stepId: effect.stepId, arrival: "arrived" };
      walker.mustLook = true;
      return;
    case "act":
      walker.run = { ...walker.run, stepId: effect.stepId };
      walker.standing = { stepId: effect.stepId, arrival: "arrived" };
      return;
    case "sleep":
      rest(walker, { state: "sleeping", stepId: effect.stepId, until: effect.until });
      return;
    case "wait":
      rest(walker, { state: "waiting", stepId: effect.stepId, until: effect.until, events: effect.events });
      return;
    case "end":
      if (effect.reason !== "held-out" && effect.reason !== "date-unknown")
        walker.lines.push(endLine(effect.reason, now));
      finish(walker, { state: effect.state, reason: effect.reason, now });
      return;
    default:
      assertNever(effect);
  }
}

function endLine(reason: EndReason, at: Date): Line {
  return reason === "finished" ? ownLine("finished", reason, { at }) : ownLine("stopped", reason, { at });
}

type Rest = {
  state: "sleeping" | "waiting";
  stepId: string;
  until: Date;
  events?: readonly string[];
  subjectId?: string;
};

function rest(walker: Walker, { state, stepId, until, events, subjectId }: Rest): void {
  walker.isAtRest = true;
  walker.run = {
    ...walker.run,
    state,
    stepId,
    stepAt: walker.since,
    wakeAt: until,
    dueAt: until,
    waitEvents: events ?? null,
    waitSubjectId: subjectId ?? null,
    wokenById: null,
  };
}

function finish(walker: Walker, end: { state: Run["state"]; reason: string; now: Date }): void {
  walker.isAtRest = true;
  walker.run = endRun(walker.run, end);
}

/** What people begin to wait for may have happened while they were on their way here. */
async function meetWhatHappened(walkers: readonly Walker[], { world, now }: Scene): Promise<void> {
  if (walkers.length === 0) return;
  const happened = await world.findHappened(
    walkers.map(({ run }) => run),
    now,
  );
  for (const walker of walkers) {
    const event = happened.get(walker.run.id);
    if (!event) continue;
    walker.standing = { stepId: walker.run.stepId, arrival: "happened" };
    walker.since = event.occurredAt;
    walker.isAtRest = false;
  }
}

async function act(
  going: readonly { walker: Walker; effect: Effect }[],
  { world, program, now }: Scene,
): Promise<void> {
  const byStep = new Map<string, Walker[]>();
  for (const { walker, effect } of going) {
    if (effect.kind !== "act") continue;
    const others = byStep.get(effect.stepId);
    if (others) others.push(walker);
    else byStep.set(effect.stepId, [walker]);
  }
  for (const [stepId, walkers] of byStep) {
    const step = program.places.get(stepId)?.step;
    if (step?.kind !== "action") continue;
    const acted = await world.act(
      step,
      walkers.map(({ run }) => run),
      now,
    );
    if (acted.length !== walkers.length)
      throw new Error(`${step.action} answered for ${acted.length} of ${walkers.length} runs`);
    for (const [index, walker] of walkers.entries()) take(walker, acted[index] as Acted, now);
  }
}

/** Takes over what an action came to. */
function take(walker: Walker, acted: Acted, now: Date): void {
  const { result, at = now, cost } = acted;
  const { run } = walker;
  const stepId = run.stepId ?? "";
  walker.lines.push(resultLine(stepId, acted, at));
  if (cost) walker.costs.push(cost);
  if ("context" in result && result.context)
    walker.run = { ...run, context: { ...run.context, ...result.context } };
  walker.standing = { stepId, arrival: "over" };
  walker.facts = null;
  if (result.kind === "stopped") finish(walker, { state: "stopped", reason: result.reason, now: at });
  else if (result.kind === "pending") {
    const { events, until, subjectId } = result;
    rest(walker, { state: "waiting", stepId, until, events, subjectId });
  } else if (at > now) rest(walker, { state: "sleeping", stepId, until: at });
}

function resultLine(stepId: string, { result, textNamespace }: Acted, at: Date): Line {
  return {
    stepId,
    textNamespace,
    outcome: outcomeOf(result),
    reason: result.reason,
    params: { step: stepId, ...result.params },
    nextTryAt: result.kind === "pending" ? result.until : null,
    at,
  };
}

function outcomeOf(result: ActionResult): Line["outcome"] {
  switch (result.kind) {
    case "done":
      return result.outcome;
    case "pending":
      return "postponed";
    case "skipped":
    case "stopped":
      return result.kind;
    default:
      return assertNever(result);
  }
}
