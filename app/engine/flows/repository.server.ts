import type { Prisma } from "~/generated/prisma/client";
import { type Db, dialectOf } from "~/platform/db.server";
import { toDbInstant } from "~/platform/sql.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import type { ZoneMove } from "./rules/due-days";
import type { FlowState } from "./schema";

export type FlowRow = {
  id: string;
  shopId: string;
  name: string;
  state: FlowState;
  draftJson: string;
  liveVersion: number | null;
  enteringSince: Date | null;
  priority: number;
  recipeKey: string | null;
  createdAt: Date;
  updatedAt: Date;
};

const typed = <Row extends { state: string }>(row: Row) => ({ ...row, state: row.state as FlowState });

export async function insertFlow(db: Db, row: FlowRow): Promise<void> {
  await db.flow.create({ data: row });
}

export async function findFlow(
  db: Db,
  { shopId, flowId }: { shopId: string; flowId: string },
): Promise<FlowRow | null> {
  const row = await db.flow.findFirst({ where: { shopId, id: flowId } });
  return row && typed(row);
}

/** Flows in the order in which they want a person: by priority, older ones first. */
export async function listFlows(
  db: Db,
  { shopId, states }: { shopId: string; states?: readonly FlowState[] },
): Promise<FlowRow[]> {
  const rows = await db.flow.findMany({
    where: { shopId, ...(states ? { state: { in: [...states] } } : {}) },
    orderBy: [{ priority: "asc" }, { id: "asc" }],
  });
  return rows.map(typed);
}

/** The states of flows, by their ids. */
export async function listFlowStates(
  db: Db,
  { shopId, flowIds }: { shopId: string; flowIds: readonly string[] },
): Promise<Map<string, FlowState>> {
  const rows = await db.flow.findMany({
    where: { shopId, id: { in: [...flowIds] } },
    select: { id: true, state: true },
  });
  return new Map(rows.map(({ id, state }) => [id, state as FlowState]));
}

type Change = Partial<Omit<FlowRow, "id" | "shopId" | "createdAt">> & { updatedAt: Date };

/** Changes a flow that is in one of `from`. @returns false when it is not. */
export async function claimFlow(
  db: Db,
  { shopId, flowId, from }: { shopId: string; flowId: string; from: readonly FlowState[] },
  change: Change,
): Promise<boolean> {
  const { count } = await db.flow.updateMany({
    where: { shopId, id: flowId, state: { in: [...from] } },
    data: change,
  });
  return count === 1;
}

export async function deleteDraft(
  db: Db,
  { shopId, flowId }: { shopId: string; flowId: string },
): Promise<boolean> {
  const { count } = await db.flow.deleteMany({ where: { shopId, id: flowId, state: "draft" } });
  return count === 1;
}

/** Stores a published version. A second one with its number is an error. */
export async function insertVersion(
  db: Db,
  row: { shopId: string; flowId: string; version: number; definitionJson: string; publishedAt: Date },
): Promise<void> {
  await db.flowVersion.create({ data: row });
}

export async function findVersion(
  db: Db,
  { shopId, flowId, version }: { shopId: string; flowId: string; version: number },
) {
  return db.flowVersion.findFirst({ where: { shopId, flowId, version } });
}

export function listVersions(db: Db, { shopId, flowId }: { shopId: string; flowId: string }) {
  return db.flowVersion.findMany({
    where: { shopId, flowId },
    orderBy: { version: "desc" },
    select: { version: true, publishedAt: true },
  });
}

/** Shops with a flow that winds down, for the sweep. */
export async function listShopIdsDraining(db: Db): Promise<string[]> {
  const rows = await acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<{ id: string }[]>`
      SELECT s."id" FROM "Shop" s WHERE s."uninstalledAt" IS NULL AND EXISTS (
        SELECT 1 FROM "Flow" f WHERE f."shopId" = s."id" AND f."state" = 'draining')`,
  );
  return rows.map(({ id }) => id);
}

/** Up to when the trigger of a flow has been looked at; null = never. */
export async function findSweptUpTo(
  db: Db,
  { shopId, flowId }: { shopId: string; flowId: string },
): Promise<Date | null> {
  const row = await db.flowSweep.findFirst({ where: { shopId, flowId } });
  return row?.sweptUpTo ?? null;
}

export async function saveSweptUpTo(
  db: Db,
  { shopId, flowId, sweptUpTo }: { shopId: string; flowId: string; sweptUpTo: Date },
): Promise<void> {
  await db.flowSweep.upsert({
    where: { shopId_flowId: { shopId, flowId } },
    create: { shopId, flowId, sweptUpTo },
    update: { sweptUpTo },
  });
}

/** The trigger of a flow is not one by time any more. */
export async function deleteSweep(
  db: Db,
  { shopId, flowId }: { shopId: string; flowId: string },
): Promise<void> {
  await db.flowSweep.deleteMany({ where: { shopId, flowId } });
}

/** Shops that have the app and a live flow that was last swept before an instant, for the sweep. */
export async function listShopIdsToSweep(db: Db, { before }: { before: Date }): Promise<string[]> {
  const rows = await acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT s."id" FROM "FlowSweep" w
        JOIN "Flow" f ON f."shopId" = w."shopId" AND f."id" = w."flowId" AND f."state" = 'live'
        JOIN "Shop" s ON s."id" = w."shopId" AND s."uninstalledAt" IS NULL
      WHERE w."sweptUpTo" < ${toDbInstant(before)}`,
  );
  return rows.map(({ id }) => id);
}

const ZONE_CHANGED = "shop.zone-changed";

/**
 * Keys of such events. SQLite finds them by what lies between a colon and what comes after one; PostgreSQL may sort by the
 * rules of a language, which pass over such marks.
 */
function keysOfMoves(db: Db): Prisma.StringFilter {
  return dialectOf(db) === "sqlite"
    ? { gte: `${ZONE_CHANGED}:`, lt: `${ZONE_CHANGED};` }
    : { startsWith: `${ZONE_CHANGED}:` };
}

/** When, in a window (exclusive, inclusive), we came to know that the shop has another zone. */
export async function listZoneMoves(
  db: Db,
  { shopId, from, to }: { shopId: string; from: Date; to: Date },
): Promise<ZoneMove[]> {
  const rows = await db.domainEvent.findMany({
    where: { shopId, type: ZONE_CHANGED, sourceKey: keysOfMoves(db), recordedAt: { gt: from, lte: to } },
    orderBy: { recordedAt: "asc" },
    select: { recordedAt: true, payloadJson: true },
  });
  return rows.map(({ recordedAt, payloadJson }) => {
    const { formerTimezone = null } = JSON.parse(payloadJson) as { formerTimezone?: string };
    return { at: recordedAt, formerZone: formerTimezone };
  });
}
