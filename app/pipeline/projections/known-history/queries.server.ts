import type { HistoryCoverage } from "~/kit/coverage";
import { DAY_MS, HOUR_MS } from "~/kit/duration";
import { dayIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";

import { countLeftOut, findWindowStart, listImportedSpans } from "./repository.server";
import { gapsBefore } from "./rules";

/** How far back the numbers of a shop can know anything: the one answer for every page. */
export async function presentCoverage(
  db: Db,
  {
    shopId,
    shop: { historySinceAt, ianaTimezone: zone },
  }: { shopId: string; shop: { historySinceAt: Date | null; ianaTimezone: string } },
): Promise<HistoryCoverage> {
  if (historySinceAt === null) return { kind: "whole", sinceOn: null, gaps: [], leftOutCount: 0 };
  const spans = await listImportedSpans(db, { shopId });
  const windowStartAt = await findWindowStart(db, { shopId });
  const isExtended = spans.length > 0 && windowStartAt !== null && historySinceAt < windowStartAt;
  return {
    kind: isExtended ? "extended" : "window",
    sinceOn: dayIn(zone, historySinceAt),
    gaps: gapsBefore(historySinceAt, { spans, zone }),
    leftOutCount: await countLeftOut(db, { shopId }),
  };
}

/** What nobody has gone on with for so long is not being read any more. */
const FILE_PATIENCE_MS = 6 * HOUR_MS;
const STORE_PATIENCE_MS = 2 * DAY_MS;

/**
 * How the reading of a shop's past stands: the store's own, whole or after the app was away, and that of files.
 * `mark` is another one after each reading, so whoever remembers it can tell what is news from what was learnt late.
 */
export type HistoryReading = { isUnderWay: boolean; mark: string };

/** How the reading of a shop's past stands. */
export async function findHistoryReading(
  db: Db,
  { shopId, now }: { shopId: string; now: Date },
): Promise<HistoryReading> {
  const since = (ms: number) => new Date(now.getTime() - ms);
  const resource = { in: ["customers", "orders"] };
  const openFile = await db.historyImport.findFirst({
    where: { shopId, state: { in: ["waiting", "loading"] }, updatedAt: { gte: since(FILE_PATIENCE_MS) } },
    select: { id: true },
  });
  const openBackfill = await db.backfill.findFirst({
    where: {
      shopId,
      resource,
      state: { notIn: ["done", "failed"] },
      requestedAt: { gte: since(STORE_PATIENCE_MS) },
    },
    select: { id: true },
  });
  const openRun = await db.reconcileRun.findFirst({
    where: { shopId, openKey: shopId, isFull: true, startedAt: { gte: since(STORE_PATIENCE_MS) } },
    select: { id: true },
  });
  const ends = [
    await db.historyImport.aggregate({ where: { shopId }, _max: { finishedAt: true } }),
    await db.backfill.aggregate({ where: { shopId, resource }, _max: { finishedAt: true } }),
    await db.reconcileRun.aggregate({ where: { shopId, isFull: true }, _max: { finishedAt: true } }),
  ];
  return {
    isUnderWay: openFile !== null || openBackfill !== null || openRun !== null,
    mark: ends.map(({ _max }) => _max.finishedAt?.getTime() ?? 0).join("."),
  };
}
