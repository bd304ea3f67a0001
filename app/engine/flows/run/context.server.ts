import type { Db } from "~/platform/db.server";

import type { RunContext } from "../contribution";
import { findRun } from "./repository.server";

/** What a run knows by now; null when there is none, or its person was erased. */
export async function findContext(
  db: Db,
  ids: { shopId: string; runId: string },
): Promise<RunContext | null> {
  return (await findRun(db, ids))?.context ?? null;
}
