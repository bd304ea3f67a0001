import type { Comparison, Condition } from "~/engine/facts/condition";
import type { FactType, FactValue } from "~/engine/facts/fact";
import type { EventType } from "~/pipeline/events/catalogue";
import type { Db, Tx } from "~/platform/db.server";

import type { AnyAction, AnyTrigger, FlowRecipe } from "./contribution";
import type { FlowDefinition, FlowProblem } from "./definition";
import { EVENTS_OF_PEOPLE } from "./events";

/** A fact as a condition asks it. */
export type AskedFact = Pick<Comparison, "fact" | "parameters">;
export type ValueOf = (asked: AskedFact) => FactValue;

/** What flows ask of facts; engine/facts answers. */
export type FactReader = {
  /** Null: no such fact. */
  typeOf: (fact: string) => FactType | null;
  /** Values of customers at an instant, set-wise. */
  load: (
    db: Db,
    input: {
      shopId: string;
      zone: string;
      at: Date;
      customerIds: readonly string[];
      asked: readonly AskedFact[];
    },
  ) => Promise<(customerId: string) => ValueOf>;
  holds: (condition: Condition, valueOf: ValueOf, ground: { zone: string; at: Date }) => boolean;
  factsIn: (condition: Condition) => readonly AskedFact[];
  findProblems: (condition: Condition) => readonly FlowProblem[];
};

/** The zones of customers that are known to live in another than the shop's, by their ids. */
export type ZoneReader = (
  db: Db,
  input: { shopId: string; customerIds: readonly string[] },
) => Promise<ReadonlyMap<string, string>>;

/** Who of those who would enter is left out on purpose, to be compared with the others. */
export type FlowGate = {
  /** Live: whoever is asked about is in the comparison from now on. @returns the ids of those left out. */
  expose: (tx: Tx, input: Gated) => Promise<ReadonlySet<string>>;
  /** The same of a simulated past: nothing is stored. */
  foresee: (db: Db, input: Gated) => Promise<ReadonlySet<string>>;
  /** Live: people were divided by a split, and are in its comparison from now on. */
  divide: (tx: Tx, input: Divided) => Promise<void>;
};
export type Divided = {
  shopId: string;
  flowId: string;
  stepId: string;
  /** The first one of the split: what the others are compared with. */
  controlArm: string;
  /** The arm of each customer. */
  people: ReadonlyMap<string, string>;
  now: Date;
};
type Gated = {
  shopId: string;
  flowId: string;
  definition: FlowDefinition;
  customerIds: readonly string[];
  now: Date;
};

export type FlowPorts = {
  triggers: readonly AnyTrigger[];
  actions: readonly AnyAction[];
  recipes: readonly FlowRecipe[];
  facts: FactReader;
  /** Absent: everybody is taken to live in the shop's zone. */
  zones?: ZoneReader;
  /** Absent: nobody is left out. */
  gate?: FlowGate | undefined;
};

type Known = {
  triggers: ReadonlyMap<string, AnyTrigger>;
  actions: ReadonlyMap<string, AnyAction>;
  recipes: ReadonlyMap<string, FlowRecipe>;
  facts: FactReader;
  zones: ZoneReader;
  gate: FlowGate;
  events: ReadonlySet<EventType>;
};

const nobody = () => Promise.resolve<ReadonlySet<string>>(new Set());
const OPEN_GATE: FlowGate = { expose: nobody, foresee: nobody, divide: () => Promise.resolve() };

let known: Known | null = null;

/**
 * Makes known what flows are made of; called once by the composition, and by tests.
 *
 * @throws Error when two contributions have one key.
 */
export function provideFlowPorts({ triggers, actions, recipes, facts, zones, gate }: FlowPorts): void {
  const ofTriggers = triggers.flatMap((trigger) => (trigger.kind === "event" ? trigger.events : []));
  known = {
    triggers: byKey(triggers),
    actions: byKey(actions),
    recipes: byKey(recipes),
    facts,
    zones: zones ?? (() => Promise.resolve(new Map())),
    gate: gate ?? OPEN_GATE,
    events: new Set<EventType>([...EVENTS_OF_PEOPLE, ...ofTriggers]),
  };
}

function byKey<Item extends { key: string }>(items: readonly Item[]): Map<string, Item> {
  const map = new Map<string, Item>();
  for (const item of items) {
    if (map.has(item.key)) throw new Error(`two contributions to flows have the key "${item.key}"`);
    map.set(item.key, item);
  }
  return map;
}

/** What flows are made of. @throws Error before `provideFlowPorts`. */
export function flowPorts(): Known {
  if (!known) throw new Error("flows are not wired: call provideFlowPorts first");
  return known;
}
