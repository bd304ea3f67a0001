import { z } from "zod";

import { listShopIdsWithSharedCodes } from "~/engine/incentives/shared/repository.server";
import {
  restoreSharedCodes,
  withdrawOrphanedCodes,
  withdrawSharedCodes,
} from "~/engine/incentives/shared/request.server";
import { DAY_MS, HOUR_MS } from "~/kit/duration";
import { defineJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import type { Tx } from "~/platform/db.server";

import { listDueIds, listShopIdsDue } from "./due/repository.server";
import { lookAtReferral } from "./judge/look.server";
import { PURPOSE_PREFIX, purposeOf, readProgramme } from "./programme.server";
import { UNPAID_DAYS } from "./rules/decide";

const ShopSchema = z.object({ shopId: z.string() });
/** As many as one transaction handles in a breath; the rest follows in the next. */
const AT_ONCE = 100;

/** Looks at what has waited long enough: rewards whose return window is over, and orders that were never paid. */
export const settleDue = defineJob({
  name: "referrals.settle-due",
  schema: ShopSchema.extend({ after: z.string().default("") }),
  maxAttempts: 8,
  async run({ shopId, after }, { tx, now }) {
    const due = { now, unpaidSince: unpaidSince(now) };
    const ids = await listDueIds(tx, { shopId, ...due, after, limit: AT_ONCE });
    for (const referralId of ids) await lookAtReferral(tx, { shopId, referralId, now });
    const last = ids.at(-1);
    if (last === undefined || ids.length < AT_ONCE) return;
    const payload = { shopId, after: last };
    await enqueueJob(tx, settleDue, { payload, shopId, now, dedupeKey: `${shopId}:${last}` });
  },
});

/** Brings the codes in the store in line with the programme: out of it while it is off, back again when it is on. */
export const tidyCodes = defineJob({
  name: "referrals.tidy-codes",
  schema: ShopSchema.extend({ round: z.number().int().default(0) }),
  maxAttempts: 8,
  async run({ shopId, round }, { tx, now }) {
    const gone = await withdrawOrphanedCodes(tx, { shopId, limit: AT_ONCE, now });
    const moved = await bringInLine(tx, { shopId, now });
    if (Math.max(gone, moved) < AT_ONCE) return;
    const payload = { shopId, round: round + 1 };
    await enqueueJob(tx, tidyCodes, { payload, shopId, now, dedupeKey: `${shopId}:${round + 1}` });
  },
});

async function bringInLine(tx: Tx, { shopId, now }: { shopId: string; now: Date }): Promise<number> {
  const settings = await readProgramme(tx, { shopId });
  const some = { shopId, limit: AT_ONCE, now };
  return settings.isEnabled
    ? restoreSharedCodes(tx, { ...some, purpose: purposeOf(settings) })
    : withdrawSharedCodes(tx, { ...some, prefix: PURPOSE_PREFIX });
}

/** Every hour: what became due, and codes whose sharers are gone. */
export const sweepReferrals: Schedule = {
  name: "referrals.sweep",
  everyMs: HOUR_MS,
  async run(tx, now) {
    for (const shopId of await listShopIdsDue(tx, { now, unpaidSince: unpaidSince(now) }))
      await enqueueJob(tx, settleDue, { payload: { shopId, after: "" }, shopId, now, dedupeKey: shopId });
    for (const shopId of await listShopIdsWithSharedCodes(tx)) await askToTidy(tx, { shopId, now });
  },
};

/** Has the codes in the store brought in line with the programme, soon. */
export function askToTidy(tx: Tx, { shopId, now }: { shopId: string; now: Date }): Promise<void> {
  return enqueueJob(tx, tidyCodes, { payload: { shopId, round: 0 }, shopId, now, dedupeKey: shopId });
}

function unpaidSince(now: Date): Date {
  return new Date(now.getTime() - UNPAID_DAYS * DAY_MS);
}
