import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { flowPorts } from "../ports.server";
import { findFlow } from "../repository.server";
import { findEnteredFlow } from "./entered-flow.server";

/** Why nobody can be let into a flow by hand, or by another flow; null when they can. */
export async function findStartProblem(
  db: Db,
  ids: { shopId: string; flowId: string },
): Promise<"flow-unknown" | "flow-not-live" | "flow-not-by-hand" | null> {
  const row = await findFlow(db, ids);
  if (!row) return "flow-unknown";
  const flow = await findEnteredFlow(db, row, await getShop(db, ids));
  if (!flow) return "flow-not-live";
  const trigger = flowPorts().triggers.get(flow.program.definition.trigger.key);
  return trigger?.kind === "manual" ? null : "flow-not-by-hand";
}
