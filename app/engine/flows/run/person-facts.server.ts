import type { Db } from "~/platform/db.server";

import { type AskedFact, flowPorts, type ValueOf } from "../ports.server";
import type { Program } from "../rules/program";
import { actingRunOf } from "./acting-run";
import type { Run } from "./run";
import type { PersonFacts } from "./world";

/** Nothing is known of a guest. */
const NOTHING: ValueOf = () => null;

const askedOf = new WeakMap<Program, readonly AskedFact[]>();

/** Every fact that a program asks of people within it, each once. */
function factsAskedBy(program: Program): readonly AskedFact[] {
  const known = askedOf.get(program);
  if (known) return known;
  const { facts } = flowPorts();
  const all = [
    ...program.conditions.flatMap((condition) => facts.factsIn(condition)),
    ...program.dates.map((fact) => ({ fact, parameters: {} })),
  ];
  const asked = distinct(all);
  askedOf.set(program, asked);
  return asked;
}

/** The same facts with the same parameters, once. */
export function distinct(asked: readonly AskedFact[]): AskedFact[] {
  return [...new Map(asked.map((one) => [JSON.stringify([one.fact, one.parameters]), one])).values()];
}

type Asked = { shopId: string; zone: string; at: Date };

/** What people are like as far as a program asks, at an instant. Asks nothing when it asks nothing. */
export async function loadPersonFacts(
  db: Db,
  { shopId, zone, at }: Asked,
  { program, runs }: { program: Program; runs: readonly Run[] },
): Promise<(run: Run) => PersonFacts> {
  const { facts } = flowPorts();
  const asked = factsAskedBy(program);
  const customerIds = [...new Set(runs.flatMap(({ customerId }) => customerId ?? []))];
  const valuesOf =
    asked.length > 0 && customerIds.length > 0
      ? await facts.load(db, { shopId, zone, at, customerIds, asked })
      : () => NOTHING;
  const endOf = await findEnds(db, { shopId, at }, { program, runs });
  return ({ id, customerId }) => {
    const valueOf = customerId === null ? NOTHING : valuesOf(customerId);
    return {
      holds: (condition) => facts.holds(condition, valueOf, { zone, at }),
      dateOf: (fact) => {
        const value = valueOf({ fact, parameters: {} });
        return value instanceof Date || typeof value === "string" ? value : null;
      },
      end: endOf(id),
    };
  };
}

/** Asks the trigger which of its runs have lost their point. */
async function findEnds(
  db: Db,
  { shopId, at }: { shopId: string; at: Date },
  { program, runs }: { program: Program; runs: readonly Run[] },
): Promise<(runId: string) => PersonFacts["end"]> {
  const { key, settings: raw } = program.definition.trigger;
  const trigger = flowPorts().triggers.get(key);
  if (!trigger?.findEnds || runs.length === 0) return () => null;
  const settings: unknown = trigger.schema.parse(raw);
  const acting = runs.map((run) => actingRunOf(run, run.stepId ?? ""));
  const ends = await trigger.findEnds(db, { shopId, settings, runs: acting, at });
  return (runId) => {
    const end = ends.get(runId);
    return end ? { ...end, textNamespace: trigger.textNamespace } : null;
  };
}
