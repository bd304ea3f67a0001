import type { Tx } from "~/platform/db.server";
import { inSavepoint } from "~/platform/savepoint.server";
import { logger } from "~/platform/logger.server";
import { scrubError } from "~/platform/scrub";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "~/kit/duration";
import { findShop } from "~/shops/repository.server";

import { getProgram } from "../program-cache.server";
import { listFlows } from "../repository.server";
import type { FlowState } from "../schema";
import { writeStories } from "./decisions.server";
import { liveWorld } from "./live-world.server";
import { type Moved, moveRuns } from "./move";
import { listCustomerStandings, listDueRuns, updateRuns } from "./repository.server";
import { endRun, type Run } from "./run";
import { tellDivided } from "./divided.server";
import { ownLine } from "./story";
import { takeBack } from "./take-back.server";

/** Runs moved in one transaction. */
export const BATCH = 500;
/** When a run that cannot be moved on is tried again; after the last it is stopped. */
const RETRIES_MS = [MINUTE_MS, 10 * MINUTE_MS, HOUR_MS];

/** Runs that slept out their time this long before the app was installed again have lost their point. */
const AWAY_MS = DAY_MS;

/** The shop a batch is moved in. */
type Scene = { shopId: string; zone: string; installedAt: Date; now: Date };

/**
 * Moves a shop's due runs on, up to a batch of them, with everything they do and why in the transaction at hand.
 *
 * A run that cannot be moved does not hold up the others: the batch is undone and tried in halves, and what is left
 * alone is tried later, at last stopped.
 *
 * @returns how many runs were looked at; `BATCH` means that more may be due.
 */
export async function advanceRuns(
  tx: Tx,
  { shopId, now, limit = BATCH }: { shopId: string; now: Date; limit?: number },
): Promise<number> {
  const shop = await findShop(tx, { shopId });
  if (!shop || shop.uninstalledAt) return 0;
  const due = await listDueRuns(tx, { shopId, now, limit });
  if (due.length > 0) {
    const { ianaTimezone: zone, installedAt } = shop;
    await moveOrHalve(tx, due, { shopId, zone, installedAt, now });
  }
  return due.length;
}

async function moveOrHalve(tx: Tx, runs: readonly Run[], scene: Scene): Promise<void> {
  const failure = await inSavepoint(tx, () => moveBatch(tx, runs, scene));
  if (failure === null) return;
  const [first] = runs;
  if (runs.length === 1 && first) {
    await putOff(tx, first, { error: failure.error, now: scene.now });
    return;
  }
  const half = Math.ceil(runs.length / 2);
  await moveOrHalve(tx, runs.slice(0, half), scene);
  await moveOrHalve(tx, runs.slice(half), scene);
}

async function putOff(tx: Tx, run: Run, { error, now }: { error: unknown; now: Date }): Promise<void> {
  const waitMs = RETRIES_MS[run.failCount];
  const failCount = run.failCount + 1;
  logger.warn(
    { runId: run.id, flowId: run.flowId, failCount, error: scrubError(error) },
    "a run was not moved on",
  );
  if (waitMs !== undefined) {
    await updateRuns(tx, [{ ...run, failCount, dueAt: new Date(now.getTime() + waitMs) }]);
    return;
  }
  const stopped = endRun(run, { state: "stopped", reason: "failed", now });
  await updateRuns(tx, [stopped]);
  await writeStories(tx, [
    { run: stopped, lines: [ownLine("stopped", "failed", { at: now, params: { step: run.stepId } })] },
  ]);
}

async function moveBatch(tx: Tx, runs: readonly Run[], scene: Scene): Promise<void> {
  const { shopId } = scene;
  const states = new Map((await listFlows(tx, { shopId })).map(({ id, state }) => [id, state]));
  const customerIds = [...new Set(runs.flatMap(({ customerId }) => customerId ?? []))];
  const standings = await listCustomerStandings(tx, { shopId, customerIds });
  const isGone = ({ customerId }: Run) => customerId !== null && (standings.get(customerId)?.isGone ?? true);
  const moved: Moved[] = [];
  const going: Run[] = [];
  for (const run of runs) {
    const still = stateOf(run, { flow: states.get(run.flowId), isGone: isGone(run), scene });
    if (still) moved.push(still);
    else going.push(run);
  }
  const world = liveWorld(tx, scene);
  for (const group of byVersion(going)) {
    const [{ flowId, version } = { flowId: "", version: 0 }] = group;
    const program = await getProgram(tx, { shopId, flowId, version });
    const gone = await moveRuns(world, { program, runs: group, now: scene.now });
    await tellDivided(tx, { program, before: group, after: gone.map(({ run }) => run), scene });
    moved.push(...gone);
  }
  await updateRuns(
    tx,
    moved.map(({ run }) => run),
  );
  await writeStories(tx, moved);
  await takeBack(tx, { ...scene, runs: moved.map(({ run }) => run) });
}

/** What becomes of a run that must not be moved on; null when it may. */
function stateOf(
  run: Run,
  { flow, isGone, scene }: { flow: FlowState | undefined; isGone: boolean; scene: Scene },
): Moved | null {
  const { now, installedAt } = scene;
  if (flow === undefined || flow === "stopped" || flow === "draft")
    return ended(run, { state: "cancelled", reason: "flow-stopped", now });
  if (isGone) return ended(run, { state: "stopped", reason: "customer-gone", now });
  // Laid aside: not to be found due again and again, until the flow goes on.
  if (flow === "paused") return { run: { ...run, dueAt: null }, lines: [], costs: [] };
  // Whoever left a cart before the app was removed must not hear of it weeks later, when it is back.
  if (run.dueAt && run.dueAt.getTime() < installedAt.getTime() - AWAY_MS)
    return ended(run, { state: "stopped", reason: "app-away", now });
  return null;
}

/** A run that the engine itself ends, with the line that says why. */
export function ended(run: Run, end: { state: "cancelled" | "stopped"; reason: string; now: Date }): Moved {
  const line = ownLine(end.state, end.reason, { at: end.now });
  return { run: endRun(run, end), lines: [line], costs: [] };
}

function byVersion(runs: readonly Run[]): Run[][] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const key = `${run.flowId}|${run.version}`;
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  return [...groups.values()];
}
