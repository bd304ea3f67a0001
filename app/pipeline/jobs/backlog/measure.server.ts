import { SECOND_MS } from "~/kit/duration";
import type { Db } from "~/platform/db.server";
import { queueAge, queuedJobs } from "~/platform/measures.server";

import { readBacklogOfAllShops } from "./queries.server";

/** Has the queue looked at whenever somebody reads the metrics of this process. Safe to repeat. */
export function measureBacklog(db: Db, now: () => Date): void {
  queuedJobs.readBy(async () => {
    const { dueCount, deadCount } = await readBacklogOfAllShops(db, now());
    return { due: dueCount, dead: deadCount };
  });
  queueAge.readBy(async () => {
    const { oldestDueAt } = await readBacklogOfAllShops(db, now());
    return { due: oldestDueAt ? Math.max(0, now().getTime() - oldestDueAt.getTime()) / SECOND_MS : 0 };
  });
}
