import { appendDecision } from "~/engine/decisions/append.server";
import { publishEvents } from "~/pipeline/events/publish.server";
import type { Tx } from "~/platform/db.server";

import { saveTier } from "./repository.server";
import { nameOfTier, type PurchaseFacts, type TierChange } from "./rules";
import type { VipSettings } from "./schema";

type Move = {
  change: Exclude<TierChange, { kind: "none" }>;
  fromTierId: string | null;
  facts: PurchaseFacts;
  settings: VipSettings;
  shop: { currencyCode: string };
};

/** Takes a customer to another tier, tells why, and lets the other features know. */
export async function recordMove(
  tx: Tx,
  { shopId, customerId, cause, now }: { shopId: string; customerId: string; cause: string; now: Date },
  { change, fromTierId, facts, settings, shop }: Move,
): Promise<void> {
  const toTier = change.kind === "lost" ? null : change.tier;
  await saveTier(tx, { shopId, customerId, tierId: toTier?.id ?? null, now });
  await appendDecision(tx, {
    shopId,
    feature: "vip",
    outcome: "moved",
    reason: settings.isEnabled ? `tier-${change.kind}` : "programme-off",
    params: {
      tier: toTier?.name ?? null,
      from: fromTierId === null ? null : nameOfTier(fromTierId, settings),
      orderCount: facts.orderCount,
      count: facts.orderCount,
      amountMinor: facts.netMinor,
      currencyCode: shop.currencyCode,
    },
    customerId,
    dedupeKey: `vip:${customerId}:${cause}`,
    now,
  });
  await publishEvents(
    tx,
    [
      {
        type: "vip.tier-changed",
        payload: { customerId, fromTierId, toTierId: toTier?.id ?? null },
        sourceKey: `vip.tier-changed:${customerId}:${cause}`,
        customerId,
        subjectId: customerId,
        occurredAt: now,
      },
    ],
    { shopId, now },
  );
}
