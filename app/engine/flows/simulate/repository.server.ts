import type { Db } from "~/platform/db.server";

import type { SimulationState } from "./schema";

export type SimulationRow = {
  id: string;
  shopId: string;
  flowId: string;
  state: SimulationState;
  days: number;
  definitionJson: string;
  progressPercent: number;
  resultJson: string | null;
  error: string | null;
  requestedAt: Date;
  finishedAt: Date | null;
};

type Named = { shopId: string; simulationId: string };

export async function insertSimulation(
  db: Db,
  row: Pick<SimulationRow, "id" | "shopId" | "flowId" | "days" | "definitionJson" | "requestedAt">,
): Promise<void> {
  await db.flowSimulation.create({ data: { ...row, state: "requested" } });
}

export async function findSimulation(db: Db, { shopId, simulationId }: Named): Promise<SimulationRow | null> {
  const row = await db.flowSimulation.findFirst({ where: { shopId, id: simulationId } });
  return row && { ...row, state: row.state as SimulationState };
}

/** The simulation of a flow that was asked for last; null when none was. */
export async function findNewestSimulation(
  db: Db,
  { shopId, flowId }: { shopId: string; flowId: string },
): Promise<SimulationRow | null> {
  const row = await db.flowSimulation.findFirst({
    where: { shopId, flowId },
    orderBy: { requestedAt: "desc" },
  });
  return row && { ...row, state: row.state as SimulationState };
}

/** Changes a simulation that is in one of `from`. @returns false when it is not. */
export async function claimSimulation(
  db: Db,
  { shopId, simulationId, from }: Named & { from: readonly SimulationState[] },
  change: Partial<Pick<SimulationRow, "state" | "progressPercent" | "resultJson" | "error" | "finishedAt">>,
): Promise<boolean> {
  const { count } = await db.flowSimulation.updateMany({
    where: { shopId, id: simulationId, state: { in: [...from] } },
    data: change,
  });
  return count === 1;
}

/** Simulations of a flow that are under way end: a new one takes their place. */
export async function cancelOpenSimulations(
  db: Db,
  { shopId, flowId, now }: { shopId: string; flowId: string; now: Date },
): Promise<void> {
  await db.flowSimulation.updateMany({
    where: { shopId, flowId, state: { in: ["requested", "running"] } },
    data: { state: "cancelled", finishedAt: now },
  });
}
