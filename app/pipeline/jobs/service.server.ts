import type { RootDb } from "~/platform/db.server";

import { reviveJob } from "./repository.server";

/** Runs a dead job of a shop again, because a person decided so. */
export async function retryJob(
  db: RootDb,
  { shopId, jobId, now }: { shopId: string; jobId: string; now: Date },
): Promise<{ outcome: "retried" | "not-found" }> {
  return { outcome: (await reviveJob(db, { shopId, id: jobId, now })) ? "retried" : "not-found" };
}
