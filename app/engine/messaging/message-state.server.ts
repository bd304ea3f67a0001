import type { Db } from "~/platform/db.server";

import { findMessage } from "./repository.server";

/** What became of a message so far; null when there is none, or it was erased. */
export async function findMessageState(
  db: Db,
  ids: { shopId: string; id: string },
): Promise<"queued" | "sent" | "cancelled" | "failed" | "uncertain" | null> {
  return (await findMessage(db, ids))?.state ?? null;
}
