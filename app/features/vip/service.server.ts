import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { type Db, inTransaction, type RootDb } from "~/platform/db.server";
import { readSetting, writeSetting } from "~/shops/settings.server";

import { enrolShop } from "./jobs.server";
import { listMemberships, listPeople, listPurchaseFacts } from "./repository.server";
import { decideTier, type PurchaseFacts, retireTags, windowStart } from "./rules";
import { PREVIEW_LIMIT, type TierMove, VIP_SETTINGS_KEY, type VipPreview, type VipSettings, VipSettingsSchema } from "./schema";

const NOTHING: PurchaseFacts = { orderCount: 0, netMinor: 0 };

/** Saves the tiers and moves everybody at once: existing customers need not buy again to be enrolled. */
export async function saveVipSettings(
  db: RootDb,
  { shopId, settings, now }: { shopId: string; settings: VipSettings; now: Date },
): Promise<{ outcome: "saved" }> {
  return inTransaction(db, async (tx) => {
    const before = await readSetting(tx, { shopId, key: VIP_SETTINGS_KEY, schema: VipSettingsSchema });
    const value = { ...settings, retiredTags: retireTags(before, settings) };
    await writeSetting(tx, { shopId, key: VIP_SETTINGS_KEY, value, now });
    const cause = `settings:${now.toISOString()}`;
    await enqueueJob(tx, enrolShop, { payload: { shopId, cause }, shopId, now, dedupeKey: `${shopId}:${cause}` });
    return { outcome: "saved" };
  });
}

/** Who would move if `draft` were saved now. Changes nothing; the same rules as the live enrolment. */
export async function previewVipSettings(
  db: Db,
  { shopId, draft, now }: { shopId: string; draft: VipSettings; now: Date },
): Promise<VipPreview> {
  const facts = await listPurchaseFacts(db, { shopId, since: windowStart(draft.window, now) });
  const memberships = await listMemberships(db, { shopId });
  const moves: Omit<TierMove, "name" | "email">[] = [];
  const after: Record<string, number> = {};
  for (const customerId of new Set([...facts.keys(), ...memberships.keys()])) {
    const purchases = facts.get(customerId) ?? NOTHING;
    const fromTierId = memberships.get(customerId) ?? null;
    const toTierId = decideTier(purchases, draft)?.id ?? null;
    if (toTierId !== null) after[toTierId] = (after[toTierId] ?? 0) + 1;
    if (fromTierId !== toTierId) moves.push({ customerId, fromTierId, toTierId, ...purchases });
  }
  moves.sort((a, b) => b.netMinor - a.netMinor || a.customerId.localeCompare(b.customerId));
  const shown = moves.slice(0, PREVIEW_LIMIT);
  const people = await listPeople(db, { shopId, customerIds: shown.map((move) => move.customerId) });
  return {
    moves: shown.map((move) => ({ ...move, ...(people.get(move.customerId) ?? { name: "", email: null }) })),
    moveCount: moves.length,
    before: countByTier(memberships.values()),
    after,
  };
}

function countByTier(tierIds: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const id of tierIds) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}
