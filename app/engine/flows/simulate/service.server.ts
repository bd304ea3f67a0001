import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import type { FlowProblem } from "../definition";
import { examineFlow } from "../problems.server";
import { findFlow } from "../repository.server";
import type { SimulationDays } from "../schema";
import { runSimulation } from "./jobs.server";
import { cancelOpenSimulations, claimSimulation, insertSimulation } from "./repository.server";

export type SimulateOutcome =
  | { outcome: "requested"; simulationId: string }
  | { outcome: "refused"; problems: FlowProblem[] }
  | { outcome: "not-found" };

/** Has a flow's draft tried on the last days; one that is under way gives way. */
export function requestSimulation(
  db: RootDb,
  { shopId, flowId, days, now }: { shopId: string; flowId: string; days: SimulationDays; now: Date },
): Promise<SimulateOutcome> {
  return inTransaction(
    db,
    async (tx): Promise<SimulateOutcome> => {
      const flow = await findFlow(tx, { shopId, flowId });
      if (!flow) return { outcome: "not-found" };
      const written: unknown = JSON.parse(flow.draftJson);
      const { definition, problems } = await examineFlow(tx, { shopId, flowId, written });
      if (!definition || problems.length > 0) return { outcome: "refused", problems };
      const simulationId = newId();
      await cancelOpenSimulations(tx, { shopId, flowId, now });
      const definitionJson = JSON.stringify(definition);
      await insertSimulation(tx, {
        id: simulationId,
        shopId,
        flowId,
        days,
        definitionJson,
        requestedAt: now,
      });
      await enqueueJob(tx, runSimulation, {
        payload: { shopId, simulationId },
        shopId,
        now,
        dedupeKey: simulationId,
      });
      return { outcome: "requested", simulationId };
    },
    { shopId },
  );
}

/** Ends a simulation that is under way. */
export async function cancelSimulation(
  db: RootDb,
  { shopId, simulationId, now }: { shopId: string; simulationId: string; now: Date },
): Promise<{ outcome: "cancelled" | "not-possible" }> {
  const from = ["requested", "running"] as const;
  const isOver = await claimSimulation(
    db,
    { shopId, simulationId, from },
    { state: "cancelled", finishedAt: now },
  );
  return { outcome: isOver ? "cancelled" : "not-possible" };
}
