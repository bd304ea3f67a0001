import { setTimeout as sleep } from "node:timers/promises";

import { type JobEnding, RetryAt } from "~/pipeline/jobs/definition";
import { now as currentTime } from "~/platform/clock.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";
import { scrubError } from "~/platform/scrub";

import { type Attempted, conclude, deliverOne, perform } from "../attempt-one.server";
import { beginTogether, type Going } from "./begin.server";
import { concludeDone } from "./conclude.server";

/** What is over by then is recorded, however long the slow ones take. */
const RECORD_AFTER_MS = 250;

type Group = { shopId: string; intentIds: readonly string[]; now: Date };

/**
 * Delivers intents of one shop: those that are delivered together in one transaction before their calls, which are
 * made all at once, and one behind them. The states of each are those of `deliverOne`.
 *
 * Whatever is not plain goes its own way: one that was found in the middle of a call, or that fails the transaction of
 * all, is delivered by itself.
 *
 * @returns how each ended, in their order.
 */
export async function deliverMany(db: RootDb, { shopId, intentIds, now }: Group): Promise<JobEnding[]> {
  const endings = new Map<string, JobEnding>();
  let rest = intentIds;
  // The calls before take their time: what comes behind them is looked at as of its own.
  for (let at = now; rest.length > 0; at = currentTime()) {
    const begun = await begin(db, { shopId, intentIds: rest, now: at });
    for (const [id, ending] of begun.endings) endings.set(id, ending);
    for (const [id, ending] of await carryOut(db, begun.going, { shopId, now: at })) endings.set(id, ending);
    for (const intentId of begun.alone)
      endings.set(intentId, await endingOf(() => deliverOne(db, { shopId, intentId, now: currentTime() })));
    rest = begun.rest;
  }
  return intentIds.map((id) => endings.get(id) ?? { kind: "done" });
}

type Begun = Awaited<ReturnType<typeof beginTogether>>;

async function begin(db: RootDb, group: Group): Promise<Begun> {
  try {
    return await inTransaction(db, (tx) => beginTogether(tx, group), { shopId: group.shopId });
  } catch (error) {
    logger.warn({ error: scrubError(error) }, "intents could not be begun together, each goes its own way");
    return { going: [], alone: [...group.intentIds], rest: [], endings: new Map() };
  }
}

async function endingOf(work: () => Promise<void>): Promise<JobEnding> {
  try {
    await work();
    return { kind: "done" };
  } catch (error) {
    return error instanceof RetryAt
      ? { kind: "again", at: error.at, reason: error.message }
      : { kind: "failed", error };
  }
}

/** Makes all calls, and records outcomes as they come. */
async function carryOut(
  db: RootDb,
  going: readonly Going[],
  { shopId, now }: { shopId: string; now: Date },
): Promise<Map<string, JobEnding>> {
  const endings = new Map<string, JobEnding>();
  const over: Attempted[] = [];
  const calls = Promise.all(
    going.map(async ({ row, definition, payload, command }) => {
      const outcome = await perform(definition, { command, shopId, now });
      over.push({ row, definition, payload, outcome, triedAt: now, now: currentTime() });
    }),
  );
  while (endings.size < going.length) {
    const enough = new AbortController();
    const pause = sleep(RECORD_AFTER_MS, undefined, { signal: enough.signal }).catch(() => undefined);
    await Promise.race([calls, pause]);
    enough.abort();
    for (const [id, ending] of await record(db, shopId, over.splice(0))) endings.set(id, ending);
  }
  return endings;
}

/** Records outcomes in one transaction; when that fails, each in its own: one that cannot be recorded harms no other. */
async function record(
  db: RootDb,
  shopId: string,
  over: readonly Attempted[],
): Promise<Map<string, JobEnding>> {
  if (over.length === 0) return new Map();
  try {
    return await recordAll(db, shopId, over);
  } catch (error) {
    if (over.length === 1) return new Map(over.map(({ row }) => [row.id, { kind: "failed", error }]));
    logger.warn({ error: scrubError(error) }, "outcomes could not be recorded together");
    const endings = new Map<string, JobEnding>();
    for (const one of over)
      for (const [id, ending] of await record(db, shopId, [one])) endings.set(id, ending);
    return endings;
  }
}

function recordAll(db: RootDb, shopId: string, over: readonly Attempted[]): Promise<Map<string, JobEnding>> {
  return inTransaction(
    db,
    async (tx) => {
      const endings = new Map<string, JobEnding>(over.map(({ row }) => [row.id, { kind: "done" }]));
      await concludeDone(tx, shopId, over);
      for (const attempted of over) {
        if (attempted.outcome.kind === "done") continue;
        const verdict = await conclude(tx, attempted);
        if (verdict.kind === "again")
          endings.set(attempted.row.id, { kind: "again", at: verdict.at, reason: verdict.error });
      }
      return endings;
    },
    { shopId },
  );
}
