import type { RootDb } from "~/platform/db.server";

/** The hour whose count this process last asked for, by shop: of all batches of an hour only the first has to ask. */
const hours = new WeakMap<RootDb, Map<string, string>>();

type Asked = { shopId: string; now: Date };

/** The hour of an instant, `2026-11-30T12`: the count of a shop is asked for once in each. */
export function hourOf(now: Date): string {
  return now.toISOString().slice(0, 13);
}

/** Whether this process knows that the hour's count was asked for. Another one may have asked: then it is one more try. */
export function isAsked(db: RootDb, { shopId, now }: Asked): boolean {
  return hours.get(db)?.get(shopId) === hourOf(now);
}

/** Only once it is committed: what is remembered is not asked for again. */
export function rememberAsked(db: RootDb, { shopId, now }: Asked): void {
  const ofDb = hours.get(db) ?? new Map<string, string>();
  hours.set(db, ofDb.set(shopId, hourOf(now)));
}
