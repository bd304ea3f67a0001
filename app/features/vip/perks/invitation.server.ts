import { appendDecision } from "~/engine/decisions/append.server";
import type { Tx } from "~/platform/db.server";

import { findActive } from "../active.server";

import { tellDelivered } from "./deliver.server";
import { insertEntitlements, listMembers } from "./repository.server";

type Invitation = { shopId: string; campaignId: string; customerId: string; messageId: string; now: Date };

/** Records that a member whose tier brings early access was invited to a premiere. Safe to repeat: once per premiere. */
export async function recordInvitation(
  tx: Tx,
  { shopId, campaignId, customerId, messageId, now }: Invitation,
): Promise<void> {
  const active = await findActive(tx, { shopId });
  const [member] = await listMembers(tx, { shopId, customerIds: [customerId] });
  const tier = active?.settings.tiers.find(({ id }) => id === member?.tierId);
  const perk = tier?.perks.find(({ kind }) => kind === "early-access");
  if (!active?.settings.isEnabled || !tier || !perk) return;
  const due = {
    ...{ perk, customerId, messageId, tierId: tier.id, periodKey: `campaign:${campaignId}` },
    state: "delivered" as const,
  };
  for (const entitlement of await insertEntitlements(tx, { shopId, due: [due], now })) {
    await appendDecision(tx, {
      ...{ shopId, feature: "vip", outcome: "issued", reason: "perk-invited", customerId, now },
      params: { tier: tier.name },
      dedupeKey: `vip:perk:${entitlement.id}:delivered`,
    });
    await tellDelivered(tx, entitlement, { shopId, now });
  }
}
