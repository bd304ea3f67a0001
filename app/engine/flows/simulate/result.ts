import type { Moved } from "../run/move";
import type { Line } from "../run/story";
import type { SimulationResult } from "./schema";
import type { Simulated } from "./simulate.server";

/** What is stored of a simulation and shown. */
export function resultOf(
  { people, refusals, cutAt }: Simulated,
  { from, to }: { from: Date; to: Date },
): SimulationResult {
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    people: people.map(personOf),
    refusals: [...refusals].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    costs: sumByCurrency(people.flatMap(({ costs }) => costs)),
    cutAt: cutAt?.toISOString() ?? null,
  };
}

function personOf({ run, lines, costs }: Moved): SimulationResult["people"][number] {
  const { customerId, subjectKind, subjectId, enteredAt, state, endReason } = run;
  return {
    customerId,
    subjectKind,
    subjectId,
    enteredAt: enteredAt.toISOString(),
    state,
    endReason,
    lines: lines.map(lineOf),
    costs,
  };
}

function lineOf({ at, stepId, textNamespace, outcome, reason, params }: Line) {
  return { at: at.toISOString(), stepId, textNamespace, outcome, reason, params };
}

type Cost = { amountMinor: number; currencyCode: string };

function sumByCurrency(costs: readonly Cost[]): Cost[] {
  const sums = new Map<string, number>();
  for (const { amountMinor, currencyCode } of costs)
    sums.set(currencyCode, (sums.get(currencyCode) ?? 0) + amountMinor);
  return [...sums].map(([currencyCode, amountMinor]) => ({ amountMinor, currencyCode }));
}
