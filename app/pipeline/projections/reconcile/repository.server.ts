import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { foundDrift, healedDrift } from "~/platform/measures.server";
import { rowsToJson, upsertSql } from "~/platform/sql.server";

import {
  type DriftKind,
  FIRST_STEP,
  RECONCILE_RESOURCES,
  type ReconcileCause,
  type ReconcilePhase,
  type ReconcileResource,
  type ReconcileState,
  type ResultState,
  type Step,
} from "./rules";

export type RunKey = { shopId: string; runId: string };

export type RunRecord = RunKey & {
  cause: ReconcileCause;
  state: ReconcileState;
  seq: number;
  step: Step;
  cursor: string | null;
  fromAt: Date | null;
  sweepLeft: number | null;
  isFull: boolean;
  error: string | null;
  startedAt: Date;
  finishedAt: Date | null;
};

type StoredRun = Omit<RunRecord, "runId" | "cause" | "state" | "step"> & {
  id: string;
  cause: string;
  state: string;
  resource: string;
  phase: string;
};

/**
 * Opens a run with an empty result for every resource.
 *
 * Safe to repeat: a shop has one open run at a time. @returns null when there is one.
 */
export async function insertRun(
  db: Db,
  { shopId, cause, isFull, now }: { shopId: string; cause: ReconcileCause; isFull: boolean; now: Date },
): Promise<RunRecord | null> {
  const runId = newId();
  const { resource, phase } = FIRST_STEP;
  const count = await db.$executeRaw`
    INSERT INTO "ReconcileRun" ("id", "shopId", "openKey", "cause", "state", "seq", "resource", "phase", "isFull", "startedAt")
    VALUES (${runId}, ${shopId}, ${shopId}, ${cause}, 'running', 0, ${resource}, ${phase}, ${isFull}, ${now})
    ON CONFLICT ("openKey") DO NOTHING`;
  if (count === 0) return null;
  await db.reconcileResult.createMany({
    data: RECONCILE_RESOURCES.map((name) => ({ runId, shopId, resource: name, state: "waiting" })),
  });
  return findRun(db, { shopId, runId });
}

export async function findRun(db: Db, { shopId, runId }: RunKey): Promise<RunRecord | null> {
  const row = await db.reconcileRun.findFirst({ where: { shopId, id: runId } });
  return row && recordOf(row);
}

/** The run of a shop that is under way; null when none is. */
export async function findOpenRun(db: Db, { shopId }: { shopId: string }): Promise<RunRecord | null> {
  const row = await db.reconcileRun.findFirst({ where: { shopId, openKey: shopId } });
  return row && recordOf(row);
}

/** The newest runs of a shop first. */
export async function listRuns(
  db: Db,
  { shopId, limit }: { shopId: string; limit: number },
): Promise<RunRecord[]> {
  const rows = await db.reconcileRun.findMany({
    where: { shopId },
    orderBy: { startedAt: "desc" },
    take: limit,
  });
  return rows.map(recordOf);
}

export type RunProgress = Partial<Pick<RunRecord, "cursor" | "fromAt" | "sweepLeft" | "step">>;

/** Moves a run on by one slice. @returns false when that slice was done already, or the run is over. */
export async function claimSlice(
  db: Db,
  { shopId, runId, seq }: RunKey & { seq: number },
  { step, ...progress }: RunProgress,
): Promise<boolean> {
  const { count } = await db.reconcileRun.updateMany({
    where: { shopId, id: runId, seq, state: "running" },
    data: { ...progress, ...step, seq: seq + 1 },
  });
  return count === 1;
}

/** Ends a run. @returns false when it had ended. */
export async function closeRun(
  db: Db,
  { shopId, runId }: RunKey,
  { state, error, now }: { state: Exclude<ReconcileState, "running">; error: string | null; now: Date },
): Promise<boolean> {
  const { count } = await db.reconcileRun.updateMany({
    where: { shopId, id: runId, state: "running" },
    data: { state, error, openKey: null, finishedAt: now },
  });
  return count === 1;
}

export type ResultRecord = RunKey & {
  resource: ReconcileResource;
  state: ResultState;
  sinceAt: Date | null;
  checkedCount: number;
  sweptCount: number;
  driftCount: number;
  healedCount: number;
  localCount: number | null;
  remoteCount: number | null;
  error: string | null;
  finishedAt: Date | null;
};

type ResultKey = RunKey & { resource: ReconcileResource };

export async function listResults(db: Db, { shopId, runId }: RunKey): Promise<ResultRecord[]> {
  const rows = await db.reconcileResult.findMany({ where: { shopId, runId } });
  return rows.map((row) => ({
    ...row,
    resource: row.resource as ReconcileResource,
    state: row.state as ResultState,
  }));
}

/** Writes down what became of a resource. */
export async function saveResult(
  db: Db,
  { shopId, runId, resource }: ResultKey,
  change: Partial<
    Pick<ResultRecord, "state" | "sinceAt" | "localCount" | "remoteCount" | "error" | "finishedAt">
  >,
): Promise<void> {
  await db.reconcileResult.updateMany({ where: { shopId, runId, resource }, data: change });
}

export type ResultCounts = Pick<ResultRecord, "checkedCount" | "sweptCount" | "driftCount" | "healedCount">;

/** Adds to a resource's counts, in the transaction of what was counted. */
export async function addToResult(
  db: Db,
  { shopId, runId, resource }: ResultKey,
  counts: Partial<ResultCounts>,
): Promise<void> {
  const { checkedCount = 0, sweptCount = 0, driftCount = 0, healedCount = 0 } = counts;
  foundDrift.of(resource).add(driftCount);
  healedDrift.of(resource).add(healedCount);
  await db.reconcileResult.updateMany({
    where: { shopId, runId, resource },
    data: {
      checkedCount: { increment: checkedCount },
      sweptCount: { increment: sweptCount },
      driftCount: { increment: driftCount },
      healedCount: { increment: healedCount },
    },
  });
}

const INSERT_DRIFTS = `${upsertSql({
  table: "ReconcileDrift",
  columns: ["runId", "shopId", "resource", "recordId", "kind", "fieldsJson", "foundAt", "healedAt"],
  key: ["runId", "recordId"],
  onConflict: "nothing",
})} RETURNING "recordId"`;

export type Drift = { recordId: string; kind: DriftKind; fields: string[] };

/** Stores drift; a record that drifted already in this run keeps its first entry. @returns how many were new. */
export async function appendDrifts(
  db: Db,
  { shopId, runId, resource }: ResultKey,
  { drifts, healedIds, now }: { drifts: readonly Drift[]; healedIds: ReadonlySet<string>; now: Date },
): Promise<{ driftCount: number; healedCount: number }> {
  if (drifts.length === 0) return { driftCount: 0, healedCount: 0 };
  const rows = drifts.map(({ recordId, kind, fields }) => ({
    runId,
    shopId,
    resource,
    recordId,
    kind,
    fieldsJson: JSON.stringify(fields),
    foundAt: now,
    healedAt: healedIds.has(recordId) ? now : null,
  }));
  const fresh = await db.$queryRawUnsafe<{ recordId: string }[]>(INSERT_DRIFTS, rowsToJson(rows));
  const healedCount = fresh.filter(({ recordId }) => healedIds.has(recordId)).length;
  return { driftCount: fresh.length, healedCount };
}

export type PositionRecord = {
  watermarkAt: Date | null;
  sweepAfter: string | null;
  sweptAt: Date | null;
  rereadAt: Date | null;
};

const NOWHERE: PositionRecord = { watermarkAt: null, sweepAfter: null, sweptAt: null, rereadAt: null };

/** How far the comparison of a resource has come. */
export async function getPosition(
  db: Db,
  { shopId, resource }: { shopId: string; resource: ReconcileResource },
): Promise<PositionRecord> {
  const row = await db.reconcilePosition.findUnique({ where: { shopId_resource: { shopId, resource } } });
  return row ?? NOWHERE;
}

export async function savePosition(
  db: Db,
  { shopId, resource }: { shopId: string; resource: ReconcileResource },
  change: Partial<PositionRecord>,
): Promise<void> {
  await db.reconcilePosition.upsert({
    where: { shopId_resource: { shopId, resource } },
    create: { shopId, resource, ...change },
    update: change,
  });
}

function recordOf({ id, cause, state, resource, phase, ...row }: StoredRun): RunRecord {
  return {
    shopId: row.shopId,
    runId: id,
    cause: cause as ReconcileCause,
    state: state as ReconcileState,
    seq: row.seq,
    step: { resource: resource as ReconcileResource, phase: phase as ReconcilePhase },
    cursor: row.cursor,
    fromAt: row.fromAt,
    sweepLeft: row.sweepLeft,
    isFull: row.isFull,
    error: row.error,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  };
}
