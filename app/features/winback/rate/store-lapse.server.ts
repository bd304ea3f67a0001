import { LRUCache } from "lru-cache";

import { HOUR_MS } from "~/kit/duration";
import { monthIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";

import { getStoreLapseMs } from "../repository.server";
import { LapseSettingsSchema } from "../schema";

type Taken = { storeMs: number; at: number };

/** By database, as tests have several in a process. */
const taken = new WeakMap<Db, LRUCache<string, Taken>>();

const { smallStoreDays } = LapseSettingsSchema.parse({});

/**
 * T of the store as figures have it: taken once an hour of each month, as it takes a second to look through the orders of
 * two years. A figure and the list behind it have the same one, whatever was ordered in between.
 */
export async function takeStoreLapseMs(
  db: Db,
  { shopId, zone, at, now }: { shopId: string; zone: string; at: Date; now: Date },
): Promise<number> {
  const known = taken.get(db) ?? new LRUCache<string, Taken>({ max: 1_000 });
  taken.set(db, known);
  const key = `${shopId}|${zone}|${monthIn(zone, at)}`;
  const before = known.get(key);
  const age = before ? now.getTime() - before.at : HOUR_MS;
  if (before && age >= 0 && age < HOUR_MS) return before.storeMs;
  const storeMs = await getStoreLapseMs(db, { shopId, zone, at, smallStoreDays });
  known.set(key, { storeMs, at: now.getTime() });
  return storeMs;
}
