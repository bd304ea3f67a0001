import { appendDecision } from "~/engine/decisions/append.server";
import { startOfDay } from "~/kit/day-start";
import { addDays, dayIn } from "~/kit/zone";
import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { findActive } from "../active.server";
import { moveCustomer } from "../moves.server";
import { listKnownAmong } from "../repository.server";
import type { VipSettings } from "../schema";

import { endManualTier, upsertManualTier } from "./repository.server";
import { isLastDay, type ManualAction, type ManualAnswer } from "./schema";

type Asked = { shopId: string; customerId: string; staffId: string | null; now: Date };

/** Gives a customer a tier by hand, or takes it back, and moves them at once. */
export function answerManual(
  db: RootDb,
  { asked, ...who }: Asked & { asked: ManualAction },
): Promise<ManualAnswer> {
  const { shopId, customerId } = who;
  return inTransaction(
    db,
    async (tx) => {
      const active = await findActive(tx, { shopId });
      const known = await listKnownAmong(tx, { shopId, customerIds: [customerId] });
      if (!active?.settings.isEnabled || !known.has(customerId)) return { outcome: "not-possible" };
      const { settings, shop } = active;
      return asked.kind === "take-tier"
        ? takeTier(tx, who)
        : giveTier(tx, { ...who, given: asked, settings, zone: shop.ianaTimezone });
    },
    { shopId },
  );
}

type Giving = Asked & {
  given: Extract<ManualAction, { kind: "give-tier" }>;
  settings: VipSettings;
  zone: string;
};

async function giveTier(tx: Tx, { given, settings, zone, ...who }: Giving): Promise<ManualAnswer> {
  const { shopId, customerId, staffId, now } = who;
  const tier = settings.tiers.find(({ id }) => id === given.tierId);
  if (!tier) return { outcome: "invalid", problems: [{ field: "tierId", code: "tier-gone" }] };
  if (!isLastDay(given.until, dayIn(zone, now)))
    return { outcome: "invalid", problems: [{ field: "until", code: "until-range" }] };
  const until = startOfDay(zone, addDays(given.until, 1));
  await upsertManualTier(tx, {
    ...{ shopId, customerId, staffId, until, givenAt: now },
    tierId: tier.id,
    reason: given.reason,
  });
  await look(tx, who, { reason: "manual-given", params: { tier: tier.name, untilAt: until.toISOString() } });
  return { outcome: "given" };
}

async function takeTier(tx: Tx, who: Asked): Promise<ManualAnswer> {
  if (!(await endManualTier(tx, who))) return { outcome: "not-possible" };
  await look(tx, who, { reason: "manual-taken", params: {} });
  return { outcome: "taken" };
}

/** The log says who; the words of the reason stay with the tier, which goes when the person is forgotten. */
async function look(
  tx: Tx,
  { shopId, customerId, staffId, now }: Asked,
  told: { reason: string; params: Record<string, string> },
): Promise<void> {
  const cause = `manual:${newId()}`;
  await appendDecision(tx, {
    ...{ shopId, feature: "vip", outcome: "went-on", customerId, now },
    reason: told.reason,
    params: { ...told.params, staff: staffId ?? "–" },
    dedupeKey: `vip:${customerId}:${cause}:said`,
  });
  await moveCustomer(tx, { shopId, customerId, cause, now });
}
