import { withdrawCode } from "~/engine/incentives/withdraw.server";
import { dayIn } from "~/kit/zone";
import type { Tx } from "~/platform/db.server";
import type { ShopRecord } from "~/shops/repository.server";

import { findActive } from "../active.server";
import type { Among } from "../measures/repository.server";
import { listKnownAmong } from "../repository.server";
import type { VipSettings } from "../schema";

import { deliver, type Scene, settle } from "./deliver.server";
import {
  type Entitlement,
  entitlementKey,
  insertEntitlements,
  listEntitled,
  listHeld,
  listMembers,
  type Member,
  type NewEntitlement,
} from "./repository.server";
import { isCode, isToWithdraw, perksDue } from "./rules";

type Programme = { shop: ShopRecord; settings: VipSettings };

/** What members are to have and were not promised yet; of some customers, or of all. */
export async function listDue(
  tx: Tx,
  { shopId, customerIds, shop, settings, now }: Among & Programme & { now: Date },
): Promise<NewEntitlement[]> {
  const perkIds = settings.tiers.flatMap(({ perks }) => perks.map(({ id }) => id));
  if (!settings.isEnabled || perkIds.length === 0) return [];
  const day = dayIn(shop.ianaTimezone, now);
  const members = await listMembers(tx, { shopId, customerIds });
  const entitled = await listEntitled(tx, { shopId, customerIds, perkIds });
  return members.flatMap(({ customerId, tierId, since }) => {
    const tier = settings.tiers.find(({ id }) => id === tierId);
    const had = entitled.get(customerId);
    return (tier ? perksDue({ tier, since }, day) : [])
      .filter(({ perk, periodKey }) => !had?.has(entitlementKey(perk.id, periodKey)))
      .map((due) => ({ ...due, customerId, state: "promised" as const, messageId: null }));
  });
}

/**
 * Gives customers what their tier brings, and takes back what it no longer does. Safe to repeat, and in any order: what
 * counts is the tier they have now.
 */
export async function settlePerks(
  tx: Tx,
  { shopId, customerIds: asked, now }: { shopId: string; customerIds: readonly string[]; now: Date },
): Promise<void> {
  const active = await findActive(tx, { shopId });
  if (!active) return;
  const { settings } = active;
  const known = await listKnownAmong(tx, { shopId, customerIds: asked });
  const customerIds = [...known];
  const scene = { shopId, settings, now };
  const members = await listMembers(tx, { shopId, customerIds });
  for (const held of await listHeld(tx, { shopId, customerIds }))
    await withdrawIfOver(tx, held, { ...scene, members });
  const due = await listDue(tx, { shopId, customerIds, ...active, now });
  for (const entitlement of await insertEntitlements(tx, { shopId, due, now }))
    await deliver(tx, entitlement, scene);
}

async function withdrawIfOver(
  tx: Tx,
  held: Entitlement,
  { members, ...scene }: Scene & { members: readonly Member[] },
): Promise<void> {
  const { shopId, settings, now } = scene;
  const tierId = members.find(({ customerId }) => customerId === held.customerId)?.tierId;
  const current = (settings.isEnabled && settings.tiers.find(({ id }) => id === tierId)) || null;
  if (!isToWithdraw(held, current, settings)) return;
  // What was used, or is over by itself, was theirs and stays in the list.
  const isLeft = !isCode(held.perkKind) || held.codeId === null;
  if (isLeft || (await withdrawCode(tx, { shopId, codeId: held.codeId ?? "", now })) !== "not-open")
    await settle(tx, held, { settlement: { state: "withdrawn", reason: "tier-ended" }, scene });
}
