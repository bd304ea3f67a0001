import type { Db } from "~/platform/db.server";

import { listResults, listRuns, type ResultRecord, type RunRecord } from "./repository.server";
import {
  type DriftKind,
  parseReconcileError,
  RECONCILE_RESOURCES,
  type ReconcileErrorCode,
  type ReconcileResource,
  type ReconcileState,
  type ResultState,
} from "./rules";

export type ResourceComparison = {
  resource: ReconcileResource;
  state: ResultState;
  /** Changed records that were compared, and records that were looked for. */
  checkedCount: number;
  sweptCount: number;
  driftCount: number;
  healedCount: number;
  /** Null = not counted. */
  localCount: number | null;
  remoteCount: number | null;
  error: { code: ReconcileErrorCode; detail: string } | null;
};

export type DriftEntry = {
  resource: ReconcileResource;
  kind: DriftKind;
  /** How many records drifted so in the last 30 days, and how many of them are as at Shopify again. */
  count: number;
  healedCount: number;
  /** The fields that differed most often, by their technical names. */
  fields: string[];
};

export type ReconcileStatus = {
  /** The run that is under way, else the last one; null before the first. */
  run: {
    state: ReconcileState;
    cause: RunRecord["cause"];
    /** Where a running one stands. */
    resource: ReconcileResource;
    /** ISO 8601. */
    startedAt: string;
    finishedAt: string | null;
  } | null;
  resources: ResourceComparison[];
  /** Of the last 30 days, the most frequent first. */
  drifts: DriftEntry[];
  /** ISO 8601: as of when everything here was as at Shopify; null when no run has shown that yet. */
  inStepAt: string | null;
};

const RUNS_LOOKED_AT = 10;
const DRIFT_DAYS_MS = 30 * 24 * 3_600_000;
const FIELDS_SHOWN = 4;

/** What the comparisons of a shop with its copy have shown. */
export async function presentReconcile(
  db: Db,
  { shopId, now }: { shopId: string; now: Date },
): Promise<ReconcileStatus> {
  const runs = await listRuns(db, { shopId, limit: RUNS_LOOKED_AT });
  const [shown] = runs;
  if (!shown) return { run: null, resources: [], drifts: [], inStepAt: null };
  const results = await listResults(db, shown);
  const inStep = await findInStep(db, runs);
  return {
    run: {
      state: shown.state,
      cause: shown.cause,
      resource: shown.step.resource,
      startedAt: shown.startedAt.toISOString(),
      finishedAt: shown.finishedAt?.toISOString() ?? null,
    },
    resources: RECONCILE_RESOURCES.flatMap((resource) => {
      const result = results.find((candidate) => candidate.resource === resource);
      return result ? [comparisonOf(result)] : [];
    }),
    drifts: await listDrifts(db, { shopId, since: new Date(now.getTime() - DRIFT_DAYS_MS) }),
    inStepAt: inStep?.startedAt.toISOString() ?? null,
  };
}

function comparisonOf(result: ResultRecord): ResourceComparison {
  const { resource, state, checkedCount, sweptCount, driftCount, healedCount, localCount, remoteCount } =
    result;
  const error = parseReconcileError(result.error);
  return {
    resource,
    state,
    checkedCount,
    sweptCount,
    driftCount,
    healedCount,
    localCount,
    remoteCount,
    error,
  };
}

/** The newest run after which nothing was left that differed. */
async function findInStep(db: Db, runs: readonly RunRecord[]): Promise<RunRecord | null> {
  for (const run of runs) {
    if (run.state !== "done") continue;
    const results = await listResults(db, run);
    if (results.every(isInStep)) return run;
  }
  return null;
}

function isInStep({ state, driftCount, healedCount, localCount, remoteCount, error }: ResultRecord): boolean {
  const isCounted = remoteCount === null || localCount === remoteCount;
  return state === "done" && driftCount === healedCount && isCounted && error === null;
}

async function listDrifts(db: Db, { shopId, since }: { shopId: string; since: Date }): Promise<DriftEntry[]> {
  const groups = await db.reconcileDrift.groupBy({
    by: ["resource", "kind", "fieldsJson"],
    where: { shopId, foundAt: { gte: since } },
    _count: { _all: true, healedAt: true },
  });
  const entries = new Map<string, DriftEntry & { weights: Map<string, number> }>();
  for (const { resource, kind, fieldsJson, _count } of groups) {
    const key = `${resource} ${kind}`;
    const entry = entries.get(key) ?? {
      resource: resource as ReconcileResource,
      kind: kind as DriftKind,
      count: 0,
      healedCount: 0,
      fields: [],
      weights: new Map<string, number>(),
    };
    entry.count += _count._all;
    entry.healedCount += _count.healedAt;
    for (const field of JSON.parse(fieldsJson) as string[])
      entry.weights.set(field, (entry.weights.get(field) ?? 0) + _count._all);
    entries.set(key, entry);
  }
  return [...entries.values()]
    .sort((a, b) => b.count - a.count)
    .map(({ weights, ...entry }) => ({ ...entry, fields: mostFrequent(weights) }));
}

function mostFrequent(weights: ReadonlyMap<string, number>): string[] {
  return [...weights]
    .sort(([nameA, a], [nameB, b]) => b - a || nameA.localeCompare(nameB))
    .slice(0, FIELDS_SHOWN)
    .map(([name]) => name);
}
