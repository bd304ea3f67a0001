import { type Db, toMinor } from "~/platform/db.server";

import type { Figures } from "../rules/day";
import type { StoreFigures } from "../schema";

type DayRef = { shopId: string; day: string };

/** Puts what was counted of a day in the place of what was counted of it before. Of a day without anything nothing is kept. */
export async function saveDay(
  db: Db,
  {
    shopId,
    day,
    samples,
    store,
    now,
  }: DayRef & { samples: ReadonlyMap<number, Figures>; store: StoreFigures; now: Date },
): Promise<void> {
  const ref = { shopId, day };
  await db.visitSample.deleteMany({ where: ref });
  for (const [samplePercent, { stays, ...figures }] of samples)
    await db.visitSample.create({
      data: { ...ref, samplePercent, ...figures, staysJson: JSON.stringify(stays) },
    });
  if (samples.size === 0 && Object.values(store).every((count) => count === 0)) {
    await db.visitDay.deleteMany({ where: ref });
    return;
  }
  await db.visitDay.upsert({
    where: { shopId, shopId_day: ref },
    create: { ...ref, ...store, countedAt: now },
    update: { ...store, countedAt: now },
  });
}

/** What was counted of browsers on a day at one rate. */
export type Sample = { day: string; samplePercent: number; figures: Figures };

/** What was counted on days of a range (both inclusive; null: since ever), oldest first. */
export async function listSamples(
  db: Db,
  { shopId, from }: { shopId: string; from: string | null },
): Promise<Sample[]> {
  const rows = await db.visitSample.findMany({
    where: { shopId, ...(from === null ? {} : { day: { gte: from } }) },
    orderBy: [{ day: "asc" }, { samplePercent: "asc" }],
    omit: { shopId: true },
  });
  return rows.map(({ day, samplePercent, staysJson, stayedMs, ...counts }) => ({
    day,
    samplePercent,
    figures: { ...counts, stayedMs: toMinor(stayedMs), stays: JSON.parse(staysJson) as number[] },
  }));
}

/** What the store told of days of a range, added up. */
export async function sumStoreDays(
  db: Db,
  { shopId, from }: { shopId: string; from: string | null },
): Promise<StoreFigures & { firstDay: string | null; countedAt: Date | null }> {
  const { _sum, _min, _max } = await db.visitDay.aggregate({
    where: { shopId, ...(from === null ? {} : { day: { gte: from } }) },
    _sum: { orderCount: true, seenOrderCount: true, checkoutCount: true, completedCheckoutCount: true },
    _min: { day: true },
    _max: { countedAt: true },
  });
  return {
    orderCount: _sum.orderCount ?? 0,
    seenOrderCount: _sum.seenOrderCount ?? 0,
    checkoutCount: _sum.checkoutCount ?? 0,
    completedCheckoutCount: _sum.completedCheckoutCount ?? 0,
    firstDay: _min.day,
    countedAt: _max.countedAt,
  };
}
