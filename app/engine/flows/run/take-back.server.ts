import type { Tx } from "~/platform/db.server";

import { flowPorts } from "../ports.server";
import type { Run } from "./run";

/** Has what runs were given taken back after their flow was stopped. They are stored as ended already. */
export async function takeBack(
  tx: Tx,
  { shopId, runs, now }: { shopId: string; runs: readonly Run[]; now: Date },
): Promise<void> {
  const runIds = runs.flatMap(({ id, state }) => (state === "cancelled" ? [id] : []));
  if (runIds.length === 0) return;
  for (const action of flowPorts().actions.values()) await action.takeBack?.(tx, { shopId, runIds, now });
}
