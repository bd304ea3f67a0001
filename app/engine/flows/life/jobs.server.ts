import { z } from "zod";

import { MINUTE_MS } from "~/kit/duration";
import { defineJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import type { Tx } from "~/platform/db.server";

import { getProgram } from "../program-cache.server";
import { claimFlow, findFlow, listFlows, listShopIdsDraining } from "../repository.server";
import { ended } from "../run/advance.server";
import { writeStories } from "../run/decisions.server";
import type { Moved } from "../run/move";
import { listOpenRunsOf, listSleepingRuns, updateRuns } from "../run/repository.server";
import { ownLine } from "../run/story";
import { takeBack } from "../run/take-back.server";
import type { Program } from "../rules/program";

/** Runs that one job takes. */
const AT_ONCE = 500;

const CancelSchema = z.object({ shopId: z.string(), flowId: z.string() });

/** Ends all runs of a flow that was stopped, a batch at a time. Safe to repeat. */
export const cancelStopped = defineJob({
  name: "flows.cancel-runs",
  schema: CancelSchema,
  maxAttempts: 8,
  priority: 95,
  run: async ({ shopId, flowId }, { tx, now }) => {
    const flow = await findFlow(tx, { shopId, flowId });
    if (flow?.state !== "stopped") return; // Live again: who was not reached goes on.
    const runs = await listOpenRunsOf(tx, { shopId, flowId, limit: AT_ONCE });
    const gone = runs.map((run) => ended(run, { state: "cancelled", reason: "flow-stopped", now }));
    await write(tx, gone);
    await takeBack(tx, { shopId, runs: gone.map(({ run }) => run), now });
    if (runs.length === AT_ONCE) await cancelRuns(tx, { shopId, flowId }, now);
  },
});

/** Has all runs of a flow ended. */
export function cancelRuns(tx: Tx, payload: z.infer<typeof CancelSchema>, now: Date): Promise<void> {
  return enqueueJob(tx, cancelStopped, { payload, shopId: payload.shopId, now, dedupeKey: payload.flowId });
}

/** Stops flows that wound down: their last run has ended. */
export const stopDrained: Schedule = {
  name: "flows.stop-drained",
  everyMs: MINUTE_MS,
  async run(tx, now) {
    for (const shopId of await listShopIdsDraining(tx)) {
      for (const { id: flowId } of await listFlows(tx, { shopId, states: ["draining"] })) {
        const inside = await listOpenRunsOf(tx, { shopId, flowId, limit: 1 });
        if (inside.length > 0) continue;
        await claimFlow(tx, { shopId, flowId, from: ["draining"] }, { state: "stopped", updatedAt: now });
      }
    }
  },
};

const MigrateSchema = z.object({
  shopId: z.string(),
  flowId: z.string(),
  fromVersion: z.number().int(),
  toVersion: z.number().int(),
  afterId: z.string(),
});

/**
 * Takes runs that sleep at a step over into a newer version that has it too; the others finish in theirs. Both are
 * written down. Safe to repeat.
 */
export const migrateSleeping = defineJob({
  name: "flows.migrate-runs",
  schema: MigrateSchema,
  maxAttempts: 8,
  priority: 95,
  run: async ({ shopId, flowId, fromVersion, toVersion, afterId }, { tx, now }) => {
    const flow = await findFlow(tx, { shopId, flowId });
    if (flow?.liveVersion !== toVersion) return; // A newer one has its own jobs, or the flow is gone.
    const runs = await listSleepingRuns(tx, {
      shopId,
      flowId,
      version: fromVersion,
      afterId,
      limit: AT_ONCE,
    });
    if (runs.length === 0) return;
    const program = await getProgram(tx, { shopId, flowId, version: toVersion });
    const kinds = await getProgram(tx, { shopId, flowId, version: fromVersion });
    await write(
      tx,
      runs.map((run): Moved => {
        const isKept = sameKind(run.stepId, kinds, program);
        const reason = isKept ? "migrated" : "not-migrated";
        const params = { fromVersion, toVersion, step: run.stepId };
        const lines = [{ ...ownLine("went-on", reason, { at: now, params }), stepId: `v${toVersion}` }];
        return { run: isKept ? { ...run, version: toVersion } : run, lines, costs: [] };
      }),
    );
    const last = runs.at(-1)?.id ?? "";
    if (runs.length === AT_ONCE)
      await migrateRuns(tx, { shopId, flowId, fromVersion, toVersion, afterId: last }, now);
  },
});

/** Has the sleeping runs of an older version taken over. */
export function migrateRuns(tx: Tx, payload: z.infer<typeof MigrateSchema>, now: Date): Promise<void> {
  const { shopId, flowId, fromVersion, toVersion } = payload;
  const dedupeKey = `${flowId}:${fromVersion}:${toVersion}`;
  return enqueueJob(tx, migrateSleeping, { payload, shopId, now, dedupeKey });
}

function sameKind(stepId: string | null, before: Program, after: Program): boolean {
  if (stepId === null) return false;
  const kind = after.places.get(stepId)?.step.kind;
  return kind !== undefined && kind === before.places.get(stepId)?.step.kind;
}

async function write(tx: Tx, moved: readonly Moved[]): Promise<void> {
  await updateRuns(
    tx,
    moved.map(({ run }) => run),
  );
  await writeStories(tx, moved);
}
