import type { Db } from "~/platform/db.server";

import { type AskedFact, flowPorts, type ValueOf } from "../ports.server";
import type { Program } from "../rules/program";
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
  return ({ customerId }) => {
    const valueOf = customerId === null ? NOTHING : valuesOf(customerId);
    return {
      holds: (condition) => facts.holds(condition, valueOf, { zone, at }),
      dateOf: (fact) => {
        const value = valueOf({ fact, parameters: {} });
        return value instanceof Date || typeof value === "string" ? value : null;
      },
    };
  };
}
