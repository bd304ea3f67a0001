import { withNames } from "~/engine/decisions/named-params.server";
import type { Db } from "~/platform/db.server";

import { findNewestSimulation, findSimulation, type SimulationRow } from "./repository.server";
import { type SimulationResult, SimulationResultSchema, type SimulationState } from "./schema";

export type SimulationView = {
  id: string;
  flowId: string;
  state: SimulationState;
  days: number;
  progressPercent: number;
  error: string | null;
  requestedAt: string;
  /** How many of those who would have entered ended in which way, or are under way. */
  states: { state: string; count: number }[];
  result: SimulationResult | null;
  /** Names of the people in the result; who is not there any more has none. */
  names: Readonly<Record<string, string>>;
};

/** A simulation by its id, or a flow's newest; null when there is none. */
export async function presentSimulation(
  db: Db,
  { shopId, ...which }: { shopId: string } & ({ simulationId: string } | { flowId: string }),
): Promise<SimulationView | null> {
  const row =
    "simulationId" in which
      ? await findSimulation(db, { shopId, ...which })
      : await findNewestSimulation(db, { shopId, ...which });
  return row && present(db, row);
}

async function present(db: Db, row: SimulationRow): Promise<SimulationView> {
  const { id, shopId, flowId, state, days, progressPercent, error, requestedAt, resultJson } = row;
  const result = resultJson === null ? null : SimulationResultSchema.parse(JSON.parse(resultJson));
  const ids = (result?.people ?? []).flatMap(({ customerId }) => customerId ?? []);
  const customers = await db.customer.findMany({
    where: { shopId, id: { in: [...new Set(ids)] } },
    select: { id: true, firstName: true, lastName: true, email: true },
  });
  const names = customers.map(({ id: customerId, firstName, lastName, email }) => [
    customerId,
    [firstName, lastName].filter(Boolean).join(" ") || (email ?? ""),
  ]);
  const byState = Map.groupBy(result?.people ?? [], (person) => person.state);
  return {
    id,
    flowId,
    state,
    days,
    progressPercent,
    error,
    requestedAt: requestedAt.toISOString(),
    states: [...byState].map(([name, people]) => ({ state: name, count: people.length })),
    result: result && (await inWords(db, { shopId, result })),
    names: Object.fromEntries(names) as Record<string, string>,
  };
}

/** With names in the place of keys, as the log of decisions has them. */
async function inWords(
  db: Db,
  { shopId, result }: { shopId: string; result: SimulationResult },
): Promise<SimulationResult> {
  const lines = result.people.flatMap((person) => person.lines);
  const named = await withNames(db, { shopId, params: lines.map(({ params }) => params) });
  const params = new Map(lines.map((line, index) => [line, named[index] ?? {}]));
  const people = result.people.map((person) => ({
    ...person,
    lines: person.lines.map((line) => ({ ...line, params: params.get(line) ?? {} })),
  }));
  return { ...result, people };
}
