import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";

import type { FlowDefinition, FlowProblem } from "../definition";
import { enqueueAdvance } from "../jobs.server";
import { flowPorts } from "../ports.server";
import { examineFlow } from "../problems.server";
import { getProgram } from "../program-cache.server";
import {
  claimFlow,
  deleteSweep,
  findFlow,
  findSweptUpTo,
  type FlowRow,
  insertVersion,
  saveSweptUpTo,
} from "../repository.server";
import { diffFlows } from "../rules/diff";
import { unparkRuns } from "../run/repository.server";
import type { FlowState, RunsOnPublish } from "../schema";
import { cancelRuns, migrateRuns } from "./jobs.server";

/*
 * The life of a flow. A draft is published and is live: people enter the newest version and go on in the one they
 * entered, unless they are migrated. Paused, nobody enters and nobody moves; what happens meanwhile enters nobody later.
 * Draining, nobody enters and all who are inside go on. Stopped, all who are inside are cancelled. A stopped or draining
 * flow becomes live by publishing it again.
 */

type Chosen = { shopId: string; flowId: string; now: Date };

export type PublishOutcome =
  | { outcome: "published"; version: number }
  | { outcome: "refused"; problems: FlowProblem[] }
  | { outcome: "not-found" };

/**
 * Publishes the draft as a new version.
 *
 * @param written What is published instead of the draft, which stays as it is.
 * @param runs `finish`: who is inside goes on in the version they entered; `migrate`: who sleeps at a step that the new
 *   version has too goes on in it.
 */
export function publishFlow(
  db: RootDb,
  { shopId, flowId, now }: Chosen,
  { runs, written = null }: { runs: RunsOnPublish; written?: FlowDefinition | null },
): Promise<PublishOutcome> {
  return inTransaction(
    db,
    async (tx): Promise<PublishOutcome> => {
      const row = await findFlow(tx, { shopId, flowId });
      if (!row) return { outcome: "not-found" };
      const asked: unknown = written ?? JSON.parse(row.draftJson);
      const { definition, problems } = await examineFlow(tx, { shopId, flowId, written: asked });
      if (!definition || problems.length > 0) return { outcome: "refused", problems };
      return { outcome: "published", version: await publish(tx, row, { definition, runs, now }) };
    },
    { shopId },
  );
}

async function publish(
  tx: Tx,
  row: FlowRow,
  { definition, runs, now }: { definition: FlowDefinition; runs: RunsOnPublish; now: Date },
): Promise<number> {
  const { id: flowId, shopId, liveVersion, enteringSince, state } = row;
  const version = (liveVersion ?? 0) + 1;
  const before = liveVersion === null ? null : await getProgram(tx, { shopId, flowId, version: liveVersion });
  await insertVersion(tx, {
    shopId,
    flowId,
    version,
    definitionJson: JSON.stringify(definition),
    publishedAt: now,
  });
  // Who could enter so far goes on to be able to, even by what is told late. Who could not is not let in afterwards.
  const goesOn = state === "live" && before !== null && !diffFlows(before.definition, definition).trigger;
  await claimFlow(
    tx,
    { shopId, flowId, from: [state] },
    { state: "live", liveVersion: version, enteringSince: goesOn ? enteringSince : now, updatedAt: now },
  );
  await beginSweeps(tx, { shopId, flowId, now }, { definition, goesOn });
  if (state === "paused") await unparkRuns(tx, { shopId, flowId });
  if (runs === "migrate") {
    for (let fromVersion = 1; fromVersion < version; fromVersion += 1)
      await migrateRuns(tx, { shopId, flowId, fromVersion, toVersion: version, afterId: "" }, now);
  }
  await enqueueAdvance(tx, { shopId, now });
  return version;
}

/** A trigger by time looks at what becomes due from now on, or goes on where it was. */
async function beginSweeps(
  tx: Tx,
  { shopId, flowId, now }: Chosen,
  { definition, goesOn }: { definition: FlowDefinition; goesOn: boolean },
): Promise<void> {
  if (flowPorts().triggers.get(definition.trigger.key)?.kind !== "swept") {
    await deleteSweep(tx, { shopId, flowId });
    return;
  }
  if (goesOn && (await findSweptUpTo(tx, { shopId, flowId }))) return;
  await saveSweptUpTo(tx, { shopId, flowId, sweptUpTo: now });
}

export type ChangeOutcome = { outcome: "changed" | "not-possible" };

/** Nobody enters, nobody moves. */
export async function pauseFlow(db: RootDb, { shopId, flowId, now }: Chosen): Promise<ChangeOutcome> {
  const from: FlowState[] = ["live"];
  return changed(await claimFlow(db, { shopId, flowId, from }, { state: "paused", updatedAt: now }));
}

/** People enter again by what happens from now on, and who became due meanwhile goes on. */
export function resumeFlow(db: RootDb, { shopId, flowId, now }: Chosen): Promise<ChangeOutcome> {
  return inTransaction(
    db,
    async (tx) => {
      const change = { state: "live", enteringSince: now, updatedAt: now } as const;
      if (!(await claimFlow(tx, { shopId, flowId, from: ["paused"] }, change))) return changed(false);
      if (await findSweptUpTo(tx, { shopId, flowId }))
        await saveSweptUpTo(tx, { shopId, flowId, sweptUpTo: now });
      await unparkRuns(tx, { shopId, flowId });
      await enqueueAdvance(tx, { shopId, now });
      return changed(true);
    },
    { shopId },
  );
}

/** Nobody enters any more; who is inside goes on. */
export function drainFlow(db: RootDb, { shopId, flowId, now }: Chosen): Promise<ChangeOutcome> {
  return inTransaction(
    db,
    async (tx) => {
      const change = { state: "draining", updatedAt: now } as const;
      if (!(await claimFlow(tx, { shopId, flowId, from: ["live", "paused"] }, change))) return changed(false);
      await unparkRuns(tx, { shopId, flowId });
      await enqueueAdvance(tx, { shopId, now });
      return changed(true);
    },
    { shopId },
  );
}

/** All who are inside are cancelled. What they were promised already is the actions' own. */
export function stopFlow(db: RootDb, { shopId, flowId, now }: Chosen): Promise<ChangeOutcome> {
  return inTransaction(
    db,
    async (tx) => {
      const from: FlowState[] = ["live", "paused", "draining"];
      if (!(await claimFlow(tx, { shopId, flowId, from }, { state: "stopped", updatedAt: now })))
        return changed(false);
      await cancelRuns(tx, { shopId, flowId }, now);
      return changed(true);
    },
    { shopId },
  );
}

function changed(isChanged: boolean): ChangeOutcome {
  return { outcome: isChanged ? "changed" : "not-possible" };
}
