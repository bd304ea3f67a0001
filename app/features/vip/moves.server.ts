import { appendDecisions, type NewDecision } from "~/engine/decisions/append.server";
import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { enqueueIntents } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";

import { findActive } from "./active.server";
import { setVipTags } from "./intents.server";
import { listKnownAmong, listStandings, NO_STANDING, saveIntendedTags, saveTiers } from "./repository.server";
import {
  compareTier,
  decideTier,
  nameOfTier,
  type PurchaseFacts,
  type TierChange,
  windowStart,
} from "./rules";
import type { Tier, VipSettings } from "./schema";

/** A customer to look at. `cause` names the look once and for all, so that a repeat changes nothing. */
export type Look = { customerId: string; cause: string };

type Move = Look & {
  change: Exclude<TierChange, { kind: "none" }>;
  fromTierId: string | null;
  facts: PurchaseFacts;
};

/** Puts a customer into the tier that their orders earn, and asks the store for its tag. */
export function moveCustomer(
  tx: Tx,
  { shopId, customerId, cause, now }: Look & { shopId: string; now: Date },
): Promise<void> {
  return moveCustomers(tx, { shopId, looks: [{ customerId, cause }], now });
}

/** `moveCustomer` for many, each of them once, in as many statements as for one. */
export async function moveCustomers(
  tx: Tx,
  { shopId, looks, now }: { shopId: string; looks: readonly Look[]; now: Date },
): Promise<void> {
  const active = await findActive(tx, { shopId });
  if (!active) return;
  const { settings, shop } = active;
  const customerIds = looks.map(({ customerId }) => customerId);
  const since = windowStart(settings.window, now);
  const standings = await listStandings(tx, { shopId, customerIds, since });
  const judged = looks.map((look) => {
    const { facts, tierId, intendedTag } = standings.get(look.customerId) ?? NO_STANDING;
    const tier = decideTier(facts, settings);
    const change = compareTier(tierId, tier, settings);
    return {
      ...look,
      facts,
      fromTierId: tierId,
      tier,
      change,
      isTagRight: intendedTag === (tier?.tag ?? null),
    };
  });
  const misplaced = judged.filter(({ change, isTagRight }) => change.kind !== "none" || !isTagRight);
  if (misplaced.length === 0) return;
  const known = await listKnownAmong(tx, {
    shopId,
    customerIds: misplaced.map(({ customerId }) => customerId),
  });
  const there = misplaced.filter(({ customerId }) => known.has(customerId));
  const moves = there.flatMap(({ change, ...rest }) => (change.kind === "none" ? [] : [{ ...rest, change }]));
  await recordMoves(tx, moves, { shopId, settings, currencyCode: shop.currencyCode, now });
  // Never asked and none wanted: a tag the merchant put there by hand before us is left alone until they opt in.
  const untagged = there.filter(({ isTagRight }) => !isTagRight);
  await askForTags(tx, untagged, { shopId, now });
}

async function askForTags(
  tx: Tx,
  looks: readonly (Look & { tier: Tier | null })[],
  { shopId, now }: { shopId: string; now: Date },
): Promise<void> {
  const tags = looks.map(({ customerId, tier }) => ({ customerId, tag: tier?.tag ?? null }));
  await saveIntendedTags(tx, { shopId, tags, now });
  const intents = looks.map(({ customerId, cause }) => ({
    dedupeKey: `vip-tags:${customerId}:${cause}`,
    payload: { customerId, cause: "tier" as const },
    customerId,
  }));
  await enqueueIntents(tx, setVipTags, { shopId, now, intents });
}

type Scene = { shopId: string; settings: VipSettings; currencyCode: string; now: Date };

/** Takes customers to other tiers, tells why, and lets the other features know. */
async function recordMoves(tx: Tx, moves: readonly Move[], scene: Scene): Promise<void> {
  const { shopId, now } = scene;
  const tiers = moves.map((move) => ({ customerId: move.customerId, tierId: toTierId(move) }));
  await saveTiers(tx, { shopId, tiers, now });
  await appendDecisions(
    tx,
    moves.map((move) => decisionOf(move, scene)),
  );
  const events = moves.map((move): DomainEvent<"vip.tier-changed"> => {
    const { customerId, fromTierId, cause } = move;
    return {
      type: "vip.tier-changed",
      payload: { customerId, fromTierId, toTierId: toTierId(move) },
      sourceKey: `vip.tier-changed:${customerId}:${cause}`,
      customerId,
      subjectId: customerId,
      occurredAt: now,
    };
  });
  await publishEvents(tx, events, { shopId, now });
}

function toTierId({ change }: Move): string | null {
  return change.kind === "lost" ? null : change.tier.id;
}

function decisionOf(
  { customerId, cause, change, fromTierId, facts }: Move,
  { shopId, settings, currencyCode, now }: Scene,
): NewDecision {
  return {
    shopId,
    feature: "vip",
    outcome: "moved",
    reason: settings.isEnabled ? `tier-${change.kind}` : "programme-off",
    params: {
      tier: change.kind === "lost" ? null : change.tier.name,
      from: fromTierId === null ? null : nameOfTier(fromTierId, settings),
      orderCount: facts.orderCount,
      count: facts.orderCount,
      amountMinor: facts.netMinor,
      currencyCode,
    },
    customerId,
    dedupeKey: `vip:${customerId}:${cause}`,
    now,
  };
}
