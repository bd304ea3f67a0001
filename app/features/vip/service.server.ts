import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { type Db, inTransaction, type RootDb } from "~/platform/db.server";
import { readSetting, writeSetting } from "~/shops/settings.server";

import { enrolShop } from "./jobs.server";
import { findUnavailable } from "./measures/read.server";
import { listPeople } from "./repository.server";
import { rememberTierNames, retireTags } from "./rules";
import type { Judgement } from "./rules/judge";
import {
  PREVIEW_LIMIT,
  VIP_SETTINGS_KEY,
  type TierMove,
  type VipPreview,
  type VipSettings,
  VipSettingsSchema,
} from "./schema";
import { judgeKnown } from "./situations.server";

/** Saves the tiers and moves everybody at once: existing customers need not buy again to be enrolled. */
export async function saveVipSettings(
  db: RootDb,
  { shopId, settings, now }: { shopId: string; settings: VipSettings; now: Date },
): Promise<{ outcome: "saved" }> {
  return inTransaction(
    db,
    async (tx) => {
      const before = await readSetting(tx, { shopId, key: VIP_SETTINGS_KEY, schema: VipSettingsSchema });
      const value = {
        ...settings,
        retiredTags: retireTags(before, settings),
        formerTierNames: rememberTierNames(before, settings),
      };
      await writeSetting(tx, { shopId, key: VIP_SETTINGS_KEY, value, now });
      const cause = `settings:${now.toISOString()}`;
      await enqueueJob(tx, enrolShop, {
        payload: { shopId, cause },
        shopId,
        now,
        dedupeKey: `${shopId}:${cause}`,
      });
      return { outcome: "saved" };
    },
    { shopId },
  );
}

/** Who would move if `draft` were saved now. Changes nothing; the same rules as the live enrolment. */
export async function previewVipSettings(
  db: Db,
  { shopId, zone, draft, now }: { shopId: string; zone: string; draft: VipSettings; now: Date },
): Promise<VipPreview> {
  const unavailable = await findUnavailable(db, { shopId, settings: draft });
  const standings: Standing[] = [];
  for await (const judged of judgeKnown(db, { shopId, zone, settings: draft, bounds: "fresh", now })) {
    const inTiers = [...judged].map(([customerId, judgement]) => moveOf(customerId, judgement));
    standings.push(...inTiers.filter(({ fromTierId, toTierId }) => fromTierId !== null || toTierId !== null));
  }
  const moves = standings
    .filter((standing) => standing.fromTierId !== standing.toTierId)
    .sort((a, b) => b.netMinor - a.netMinor || a.customerId.localeCompare(b.customerId));
  const shown = moves.slice(0, PREVIEW_LIMIT);
  const people = await listPeople(db, { shopId, customerIds: shown.map((move) => move.customerId) });
  return {
    moves: shown.map((move) => ({ ...move, ...(people.get(move.customerId) ?? { name: "", email: null }) })),
    moveCount: moves.length,
    keptCount: moves.filter(({ keptUntil }) => keptUntil !== null).length,
    before: countByTier(standings.map((standing) => standing.fromTierId)),
    after: countByTier(
      standings.map(({ fromTierId, toTierId, keptUntil }) => (keptUntil === null ? toTierId : fromTierId)),
    ),
    unavailable,
  };
}

type Standing = Omit<TierMove, "name" | "email">;

/** Where somebody goes, at once or when the grace that begins now is over. */
function moveOf(customerId: string, { facts, held, earned, next }: Judgement): Standing {
  const beginsGrace = next.fellAt !== null && held?.fellAt === null;
  return {
    customerId,
    fromTierId: held?.tierId ?? null,
    toTierId: (beginsGrace ? earned : next.tier)?.id ?? null,
    keptUntil: beginsGrace ? (next.endsAt?.toISOString() ?? null) : null,
    ...facts,
  };
}

function countByTier(tierIds: readonly (string | null)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const id of tierIds) if (id !== null) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}
