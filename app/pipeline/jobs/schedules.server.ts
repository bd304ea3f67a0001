import { inTransaction, type RootDb } from "~/platform/db.server";
import { logger, withLogFields } from "~/platform/logger.server";
import { tickedSchedules } from "~/platform/measures.server";
import { scrubError } from "~/platform/scrub";
import { withShop } from "~/platform/tenant-guard.server";

import type { JobRegistry } from "./registry.server";
import { claimTick, listLastTicks } from "./schedules/repository.server";

/**
 * Runs schedules whose interval has passed; each tick is claimed in the transaction of its work.
 *
 * @throws the error of the first that failed, after all have had their turn.
 */
export async function runDueSchedules(db: RootDb, registry: JobRegistry, now: Date): Promise<void> {
  const lastTicks = await listLastTicks(db);
  const failures: unknown[] = [];
  for (const { name, everyMs, run } of registry.schedules) {
    if ((lastTicks.get(name)?.getTime() ?? -Infinity) > now.getTime() - everyMs) continue;
    try {
      await withLogFields({ schedule: name }, () =>
        inTransaction(db, async (tx) => {
          if (await claimTick(tx, { name, everyMs, now })) await withShop(null, () => run(tx, now));
        }),
      );
      tickedSchedules.of(name, "done").add();
    } catch (error) {
      logger.error({ schedule: name, error: scrubError(error) }, "schedule failed");
      tickedSchedules.of(name, "failed").add();
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
