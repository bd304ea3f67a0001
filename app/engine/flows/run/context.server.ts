import type { Db } from "~/platform/db.server";

import type { RunContext } from "../contribution";
import { listRuns } from "./repository.server";

/** What runs know by now, by their ids; those of people who were erased are missing. */
export async function listContexts(
  db: Db,
  ids: { shopId: string; runIds: readonly string[] },
): Promise<Map<string, RunContext>> {
  const runs = await listRuns(db, ids);
  return new Map([...runs].map(([id, { context }]) => [id, context]));
}
