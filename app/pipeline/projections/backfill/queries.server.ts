import type { Db } from "~/platform/db.server";

import { listBackfills } from "./repository.server";
import {
  BACKFILL_RESOURCES,
  type BackfillErrorCode,
  type BackfillResource,
  type BackfillState,
  isComplete,
  parseError,
  percentLoaded,
} from "./rules";

export type ResourceSync = {
  resource: BackfillResource;
  /** `missing`: never asked for. */
  state: BackfillState | "missing";
  /** Records found, and those of them that are loaded. */
  objectCount: number;
  loadedCount: number;
  /** Whole percent, 100 only when done. */
  percent: number;
  /** ISO 8601. Nothing older was visible to the app; null = no such bound. */
  windowStartAt: string | null;
  error: { code: BackfillErrorCode; detail: string } | null;
  /** ISO 8601. */
  startedAt: string | null;
  finishedAt: string | null;
};

export type SyncState = {
  /** In the order they are loaded. */
  resources: ResourceSync[];
  isComplete: boolean;
  hasFailed: boolean;
  /** Whole percent over all resources, 100 only when all are done. */
  percent: number;
  /** ISO 8601: when the last resource was done; null while something is missing. */
  completedAt: string | null;
};

/** How far the copy of a shop is. */
export async function presentSyncState(db: Db, { shopId }: { shopId: string }): Promise<SyncState> {
  const rows = await listBackfills(db, { shopId });
  const complete = isComplete(new Map(rows.map((row) => [row.resource, row.state])));
  const resources = BACKFILL_RESOURCES.map((resource): ResourceSync => {
    const row = rows.find((candidate) => candidate.resource === resource);
    if (!row) return missing(resource);
    return {
      resource,
      state: row.state,
      objectCount: row.objectCount,
      loadedCount: row.loadedCount,
      percent: percentLoaded(row),
      windowStartAt: row.windowStartAt?.toISOString() ?? null,
      error: parseError(row.error),
      startedAt: row.requestedAt.toISOString(),
      finishedAt: row.finishedAt?.toISOString() ?? null,
    };
  });
  const finishedAt = rows.map((row) => row.finishedAt?.getTime() ?? 0);
  return {
    resources,
    isComplete: complete,
    hasFailed: resources.some((resource) => resource.state === "failed"),
    percent: Math.floor(resources.reduce((sum, { percent }) => sum + percent, 0) / resources.length),
    completedAt: complete ? new Date(Math.max(...finishedAt)).toISOString() : null,
  };
}

function missing(resource: BackfillResource): ResourceSync {
  return {
    resource,
    state: "missing",
    objectCount: 0,
    loadedCount: 0,
    percent: 0,
    windowStartAt: null,
    error: null,
    startedAt: null,
    finishedAt: null,
  };
}
