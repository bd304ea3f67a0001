import { z } from "zod";

import { DAY_MS } from "~/kit/duration";
import { defineJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob, enqueueJobs } from "~/pipeline/jobs/enqueue.server";
import { writeSetting } from "~/shops/settings.server";

import {
  findPageEnd,
  listShopIdsWithLots,
  listWrongDays,
  listWrongLots,
  listWrongMembers,
} from "./repository.server";
import { LEDGER_CHECK_KEY, type LedgerCheck } from "./schema";

/** Lots that one transaction compares in a breath. */
const AT_ONCE = 2_000;

/** Compares every kept sum of a shop's points with the replay of its entries, some lots at a time, then the days and the members. */
export const checkLedger = defineJob({
  name: "loyalty.check-ledger",
  schema: z.object({
    shopId: z.string(),
    after: z.string().default(""),
    /** What was found so far. */
    mismatchCount: z.number().int().default(0),
  }),
  maxAttempts: 5,
  priority: 200,
  async run({ shopId, after, mismatchCount: before }, { tx, now }) {
    const last = await findPageEnd(tx, { shopId, after, limit: AT_ONCE });
    const wrong = await listWrongLots(tx, { shopId, after, last });
    const mismatchCount = before + wrong.length;
    if (last !== null) {
      const payload = { shopId, after: last, mismatchCount };
      await enqueueJob(tx, checkLedger, { payload, shopId, now, dedupeKey: `${shopId}:${last}` });
      return;
    }
    const days = await listWrongDays(tx, { shopId });
    const members = await listWrongMembers(tx, { shopId });
    const found = mismatchCount + days.length + members.length;
    const value: LedgerCheck = { mismatchCount: found, at: now.toISOString() };
    await writeSetting(tx, { shopId, key: LEDGER_CHECK_KEY, value, now });
  },
});

export const checkLedgers: Schedule = {
  name: "loyalty.check-ledgers",
  everyMs: DAY_MS,
  async run(tx, now) {
    const shopIds = await listShopIdsWithLots(tx);
    await enqueueJobs(
      tx,
      checkLedger,
      shopIds.map((shopId) => ({
        ...{ payload: { shopId, after: "", mismatchCount: 0 }, shopId, now, dedupeKey: shopId },
      })),
    );
  },
};
