import type { Db } from "~/platform/db.server";

import { flowPorts } from "../ports.server";
import { getProgram } from "../program-cache.server";
import type { FlowRow } from "../repository.server";
import { listSteps } from "../rules/program";
import type { FlowDefinition } from "../definition";
import type { EnteredFlow } from "./judge";

/** Whether an action of a flow can do nothing for guests. */
export function needsCustomer({ steps }: FlowDefinition): boolean {
  const { actions } = flowPorts();
  return listSteps(steps).some(
    (step) => step.kind === "action" && actions.get(step.action)?.needsCustomer === true,
  );
}

/**
 * The version of a flow that people enter; null while nobody does.
 *
 * An app that was away looks at nothing of that time, so nobody is thanked or greeted months late.
 *
 * @param shop.installedAt of the installation of today.
 */
export async function findEnteredFlow(
  db: Db,
  row: FlowRow,
  { installedAt }: { installedAt: Date },
): Promise<EnteredFlow | null> {
  const { id, shopId, state, liveVersion, enteringSince } = row;
  if (state !== "live" || liveVersion === null || enteringSince === null) return null;
  const program = await getProgram(db, { shopId, flowId: id, version: liveVersion });
  return {
    id,
    shopId,
    version: liveVersion,
    program,
    since: enteringSince < installedAt ? installedAt : enteringSince,
    needsCustomer: needsCustomer(program.definition),
  };
}
