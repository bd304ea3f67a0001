import { exposeToFlow, exposeToSplit, foreseeStandings } from "~/engine/experiments/expose.server";
import { splitExperiment } from "~/engine/experiments/schema";
import type { FlowDefinition } from "~/engine/flows/definition";
import type { FlowGate } from "~/engine/flows/ports.server";
import { listSteps } from "~/engine/flows/rules/program";

/**
 * Who is left out of a flow on purpose, so that it can be seen what it brings. Nobody is left out of a flow that sends
 * transactional messages: people must get those.
 */
export const flowGate: FlowGate = {
  expose: async (tx, asked) =>
    mustReachEverybody(asked.definition) ? NOBODY : leftOut(await exposeToFlow(tx, asked)),
  foresee: async (db, asked) =>
    mustReachEverybody(asked.definition) ? NOBODY : leftOut(await foreseeStandings(db, asked)),
  divide: (tx, { flowId, stepId, ...divided }) =>
    exposeToSplit(tx, { ...divided, experimentKey: splitExperiment({ flowId, stepId }) }),
};

const NOBODY: ReadonlySet<string> = new Set();

function leftOut(standings: Awaited<ReturnType<typeof exposeToFlow>>): Set<string> {
  return new Set([...standings].filter(([, { kind }]) => kind === "held-out").map(([id]) => id));
}

function mustReachEverybody({ steps }: FlowDefinition): boolean {
  return listSteps(steps).some(
    (step) =>
      step.kind === "action" && step.action === "messages.send" && step.settings.topic === "transactional",
  );
}
