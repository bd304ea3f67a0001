import type { ActingRun, Entry, RunEnd, SweptTrigger } from "~/engine/flows/contribution";
import { CONSENT_POLICIES } from "~/engine/messaging/schema";
import { MINUTE_MS } from "~/kit/duration";
import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { findLeftCheckout } from "../facts/repository.server";
import { type LeftRow, listLeft, listUnbegun, saveWatched } from "../repository.server";
import { decideEnd, dueAtOf, STALE_MS } from "../rules";
import { activeAtOf, entryKeyOf } from "../rules/entry-key";
import { type LeftSettings, LeftSettingsSchema, LIMITS } from "../schema";

/**
 * Somebody left a checkout: it is quiet for the delay, and nobody bought it. A checkout begins one series of reminders;
 * as long as none was sent, another one each time its shopper came back and left it again.
 */
export const checkoutLeft: SweptTrigger<LeftSettings> = {
  kind: "swept",
  key: "cart-recovery.checkout-left",
  textNamespace: "cart-recovery",
  isSole: true,
  schema: LeftSettingsSchema,
  fields: [
    { name: "delayMinutes", kind: "count", ...LIMITS.delayMinutes },
    { name: "consent", kind: "choice", values: CONSENT_POLICIES },
  ],
  listDue: async (db, { shopId, settings, from, to }) =>
    entriesOf(await listLeft(db, { shopId, ...quietWithin(settings, { from, to }) }), settings),
  // Webhooks come late when the store or we were away: whoever was not seen yet is looked for as long as a mail makes sense.
  sweep: async (tx, { shopId, flowId, settings, since, to }) => {
    const earliest = new Date(Math.max(since.getTime(), to.getTime() - STALE_MS));
    const left = await listLeft(tx, { shopId, ...quietWithin(settings, { from: earliest, to }) });
    const entries = entriesOf(left, settings);
    const series = entries.map(({ subjectId, entryKey }) => ({ checkoutId: subjectId ?? "", entryKey }));
    const unbegun = await listUnbegun(tx, { shopId, flowId, series });
    const fresh = entries.filter(({ entryKey }) => unbegun.has(entryKey));
    for (const { customerId, subjectId, entryKey, enteredAt: dueAt } of fresh)
      await saveWatched(tx, {
        ...{ id: newId(), shopId, flowId, checkoutId: subjectId ?? "", customerId, entryKey, dueAt },
        now: to,
      });
    return fresh;
  },
  findEnds: async (db, { shopId, settings, runs, at }) => {
    const ends = new Map<string, RunEnd>();
    for (const run of runs) {
      const end = await findEnd(db, run, { shopId, settings, at });
      if (end) ends.set(run.runId, end);
    }
    return ends;
  },
};

/** Checkouts that become due in a window were last touched the delay before. Bounds as the window's. */
function quietWithin({ delayMinutes }: LeftSettings, { from, to }: { from: Date; to: Date }) {
  const delayMs = delayMinutes * MINUTE_MS;
  return { after: new Date(from.getTime() - delayMs), until: new Date(to.getTime() - delayMs) };
}

/** What was bought before it was quiet for the delay was never left. */
function entriesOf(left: readonly LeftRow[], settings: LeftSettings): Entry[] {
  return left.flatMap(({ checkoutId, customerId, activeAt, boughtAt }) => {
    const enteredAt = dueAtOf(activeAt, settings);
    if (boughtAt !== null && boughtAt <= enteredAt) return [];
    const entryKey = entryKeyOf({ checkoutId, activeAt });
    return [{ customerId, subjectKind: "checkout", subjectId: checkoutId, entryKey, enteredAt, context: {} }];
  });
}

async function findEnd(
  db: Db,
  { subjectId, entryKey, context }: ActingRun,
  { shopId, settings, at }: { shopId: string; settings: LeftSettings; at: Date },
): Promise<RunEnd | null> {
  const facts = await findLeftCheckout(db, { shopId, checkoutId: subjectId ?? "", at });
  if (!facts) return { reason: "checkout-gone" };
  const series = { activeAt: activeAtOf(entryKey), hasWritten: context.messageId !== undefined };
  const reason = decideEnd(facts, { series, rules: settings, now: at });
  return reason && { reason };
}
