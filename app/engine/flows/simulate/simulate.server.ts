import type { StoredEvent } from "~/pipeline/events/catalogue";
import type { Db } from "~/platform/db.server";

import type { FlowDefinition } from "../definition";
import type { Entry } from "../contribution";
import { beginStory, gatedOf } from "../entry/enter.server";
import { needsCustomer } from "../entry/entered-flow.server";
import { type EnteredFlow, type EntryWorld, judgeEntries } from "../entry/judge";
import type { EarlierEntry, EntryRefusal } from "../rules/entry";
import { exitEventsOf } from "../rules/exit";
import { flowPorts } from "../ports.server";
import { compileFlow, listSteps } from "../rules/program";
import { meetEvents } from "../run/meet";
import { type Moved, moveRuns } from "../run/move";
import { listEventsOf } from "../run/repository.server";
import { beginRun, personIdOf, type Run } from "../run/run";
import type { World } from "../run/world";
import { type Agenda, createAgenda } from "./agenda";
import { listPastEntries, type PastEntry } from "./past-entries.server";
import { pastEntryWorld, pastWorld } from "./past-world.server";

/*
 * What a draft would have done: the past is gone through in its order, instant by instant, with a clock of its own.
 * Entry, interpreter and exits are those of the live engine; only what is asked of the world and done to it differs.
 */

/** More people, or more occasions looked at, are cut off, and the result says when. */
const MOST = { people: 1_000, considered: 20_000 };

export type SimulationInput = {
  shopId: string;
  flowId: string;
  zone: string;
  definition: FlowDefinition;
  /** Exclusive, and inclusive. */
  from: Date;
  to: Date;
  /** Called now and then with how much of the time is behind us, 0 to 1. Throws to give up. */
  onProgress?: (share: number) => Promise<void>;
};

export type Simulated = {
  /** In the order in which they entered. */
  people: Moved[];
  refusals: ReadonlyMap<EntryRefusal, number>;
  cutAt: Date | null;
};

type Item =
  | { kind: "entry"; past: PastEntry }
  | { kind: "event"; id: string; event: StoredEvent }
  | { kind: "due"; id: string };

type Stage = {
  db: Db;
  input: SimulationInput;
  flow: EnteredFlow;
  agenda: Agenda<Item>;
  people: Map<string, Moved>;
  eventsOf: Map<string, readonly StoredEvent[]>;
  entered: Map<string, EarlierEntry[]>;
  refusals: Map<EntryRefusal, number>;
  considered: number;
  cutAt: Date | null;
  world: World;
  entryWorld: EntryWorld;
  /** What runs of the flow wait for or leave by. */
  types: string[];
};

/** Goes through a piece of the past with a definition. Writes nothing. */
export async function simulateFlow(db: Db, input: SimulationInput): Promise<Simulated> {
  const stage = setStage(db, input);
  for await (const piece of listPastEntries(db, stage.flow, input)) {
    for (const past of piece) stage.agenda.add(past.seenAt, { kind: "entry", past });
    // Nothing of a later piece comes before what is known of this one.
    await playUntil(stage, { until: piece.at(-1)?.seenAt ?? input.from, isLast: false });
    if (stage.cutAt) break;
  }
  await playUntil(stage, { until: input.to, isLast: true });
  return { people: [...stage.people.values()], refusals: stage.refusals, cutAt: stage.cutAt };
}

function setStage(db: Db, input: SimulationInput): Stage {
  const { shopId, flowId, zone, definition, from } = input;
  const program = compileFlow(definition);
  const since = new Date(from.getTime() + 1);
  const flow = { id: flowId, shopId, version: 0, program, since, needsCustomer: needsCustomer(definition) };
  const eventsOf = new Map<string, readonly StoredEvent[]>();
  const entered = new Map<string, EarlierEntry[]>();
  const waits = listSteps(definition.steps).flatMap((step) => (step.kind === "wait" ? step.events : []));
  return {
    db,
    input,
    flow,
    agenda: createAgenda(),
    people: new Map(),
    eventsOf,
    entered,
    refusals: new Map(),
    considered: 0,
    cutAt: null,
    world: pastWorld(db, { shopId, zone }, ({ id }) => eventsOf.get(id) ?? []),
    entryWorld: pastEntryWorld(db, { shopId, zone }, entered),
    types: [...new Set([...exitEventsOf(definition), ...waits])],
  };
}

/** Plays everything before `until`; at the end also what is at it. */
async function playUntil(stage: Stage, { until, isLast }: { until: Date; isLast: boolean }): Promise<void> {
  const { input, agenda } = stage;
  for (let next = agenda.next(); next; next = agenda.next()) {
    if (next.at > input.to) continue;
    if (isLast ? next.at > until : next.at >= until) {
      for (const item of next.items) agenda.add(next.at, item);
      return;
    }
    await play(stage, next.at, next.items);
    const span = input.to.getTime() - input.from.getTime();
    await input.onProgress?.((next.at.getTime() - input.from.getTime()) / span);
  }
}

/** Everything of one instant, as the live engine does it: people enter, meet what happened, and move on. */
async function play(stage: Stage, at: Date, items: readonly Item[]): Promise<void> {
  await letIn(
    stage,
    at,
    items.flatMap((item) => (item.kind === "entry" ? [item.past] : [])),
  );
  const { program } = stage.flow;
  for (const item of items) {
    if (item.kind !== "event") continue;
    const before = stage.people.get(item.id);
    if (!before) continue;
    const met = meetEvents(before.run, [item.event], { program, now: at });
    if (met.run !== before.run) keep(stage, before, met);
  }
  const due = items.flatMap((item) => (item.kind === "due" ? (stage.people.get(item.id) ?? []) : []));
  const going = [...new Set(due)].filter(({ run }) => run.dueAt !== null && run.dueAt <= at);
  if (going.length === 0) return;
  const moved = await moveRuns(stage.world, { program, runs: going.map(({ run }) => run), now: at });
  for (const [index, before] of going.entries()) keep(stage, before, moved[index] as Moved);
}

async function letIn(stage: Stage, at: Date, past: readonly PastEntry[]): Promise<void> {
  if (past.length === 0 || stage.cutAt) return;
  const { flow, entryWorld } = stage;
  stage.considered += past.length;
  const entries = past.map(({ entry }) => entry);
  const verdicts = await judgeEntries(entryWorld, { flow, entries, now: at });
  const welcome: Entry[] = [];
  for (const { entry, refusal } of verdicts) {
    if (refusal === null) welcome.push(entry);
    else stage.refusals.set(refusal, (stage.refusals.get(refusal) ?? 0) + 1);
  }
  await begin(stage, at, welcome);
  if (stage.people.size >= MOST.people || stage.considered >= MOST.considered) stage.cutAt = at;
}

async function begin(stage: Stage, at: Date, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const { db, flow } = stage;
  const leftOut = await flowPorts().gate.foresee(db, gatedOf({ flow, entries }, at));
  const fresh: Run[] = [];
  for (const entry of entries) {
    const id = `simulated:${stage.people.size + 1}`;
    const run = beginRun(entry, {
      id,
      shopId: flow.shopId,
      flowId: flow.id,
      version: flow.version,
      first: flow.program.first,
      now: at,
    });
    const person = personIdOf(run);
    stage.entered.set(person, [...(stage.entered.get(person) ?? []), entry]);
    const begun = beginStory(run, { leftOut, now: at });
    stage.people.set(id, begun);
    if (begun.run.dueAt) fresh.push(run);
  }
  await foresee(stage, fresh);
}

/** Puts on the agenda what will happen to those who entered. */
async function foresee(stage: Stage, runs: readonly Run[]): Promise<void> {
  const { db, input, types, agenda } = stage;
  for (const run of runs) agenda.add(run.dueAt ?? run.enteredAt, { kind: "due", id: run.id });
  if (types.length === 0 || runs.length === 0) return;
  const { shopId, to: until } = input;
  for (const run of runs) {
    const [customerIds, subjectIds] =
      run.customerId === null ? [[], run.subjectId ?? []] : [[run.customerId], []];
    const people = { customerIds, subjectIds: [subjectIds].flat() };
    const events = await listEventsOf(db, { shopId, ...people, types, since: run.enteredAt, until });
    stage.eventsOf.set(run.id, events);
    for (const event of events) agenda.add(event.occurredAt, { kind: "event", id: run.id, event });
  }
}

function keep(stage: Stage, before: Moved, { run, lines, costs }: Moved): void {
  stage.people.set(run.id, {
    run,
    lines: [...before.lines, ...lines],
    costs: [...before.costs, ...costs],
  });
  if (run.dueAt) stage.agenda.add(run.dueAt, { kind: "due", id: run.id });
}
