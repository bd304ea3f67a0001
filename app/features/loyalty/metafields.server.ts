import type { AppMetafield, CustomerMetafields } from "~/engine/customer-metafields/contribution";
import type { Db } from "~/platform/db.server";

import { listOpenLots } from "./ledger/repository.server";
import { type Ledger, ledgerOf, type Owner, sumOf } from "./rules/ledger";
import { findProgramme, type Programme } from "./settings/active.server";
import { isOffered } from "./redemptions/rules";
import { availableOf, nextExpiryOf } from "./storefront/balance";
import { presentTerms } from "./storefront/presenter.server";
import { listMemberIds } from "./storefront/repository.server";

const CHANGES = [
  "points.earned",
  "points.matured",
  "points.clawed-back",
  "points.redeemed",
  "points.returned",
  "points.expired",
  "points.adjusted",
] as const;

type People = { shopId: string; customerIds: readonly string[]; now: Date };

/** Points that can be spent now. Nothing of who has never had any. */
const balanceMetafield: CustomerMetafields = {
  key: "points_balance",
  type: "number_integer",
  refreshOn: CHANGES,
  present: (db, people) => presentEach(db, people, ({ ledger, owner }) => String(availableOf(ledger, owner))),
};

/** What else a page may show: `{ v: 1, available, pending, nextReward: { title, missing, costPoints } | null, nextExpiry }`. */
const loyaltyMetafield: CustomerMetafields = {
  key: "loyalty",
  type: "json",
  refreshOn: CHANGES,
  present: (db, people) =>
    presentEach(db, people, ({ ledger, owner, programme }) => {
      const available = availableOf(ledger, owner);
      return JSON.stringify({
        v: 1,
        available,
        pending: sumOf(ledger, owner, "pending"),
        nextReward: nextRewardOf(programme, available),
        nextExpiry: nextExpiryOf(ledger, owner, programme.shop.ianaTimezone),
      });
    }),
};

export const loyaltyMetafields: readonly CustomerMetafields[] = [balanceMetafield, loyaltyMetafield];

/** The programme's terms, so that no page has to ask for them: `{ v: 1, on, order, earn, rewards }`. */
export const programmeMetafield: AppMetafield = {
  key: "programme",
  type: "json",
  present: async (db, { shopId, now }) => {
    const programme = await findProgramme(db, { shopId, now });
    if (!programme) return null;
    const { isActive: on, settings } = programme;
    const { isOn, points, perMinor } = settings.order;
    const order = on && isOn ? { points, perMinor } : null;
    // Rewards are called as the merchant called them; what earns is put into words by the theme.
    const { earnRules: earn, rewards } = await presentTerms(db, { shopId, locale: "en", now });
    const offered = rewards.map(({ affordable: _affordable, ...reward }) => reward);
    return JSON.stringify({ v: 1, on, order, earn, rewards: offered });
  },
};

type Seen = { ledger: Ledger; owner: Owner; programme: Programme };

async function presentEach(
  db: Db,
  { shopId, customerIds, now }: People,
  say: (seen: Seen) => string,
): Promise<Map<string, string | null>> {
  const programme = await findProgramme(db, { shopId, now });
  const memberIds = programme ? await listMemberIds(db, { shopId, customerIds }) : [];
  if (!programme || memberIds.length === 0) return new Map();
  const owners = memberIds.map((customerId): Owner => ({ customerId, guestKey: null }));
  const lots = await listOpenLots(db, { shopId, owners });
  const lotsOf = Map.groupBy(lots, ({ customerId }) => customerId ?? "");
  return new Map(
    memberIds.map((customerId) => {
      const ledger = ledgerOf(lotsOf.get(customerId) ?? [], now);
      return [customerId, say({ ledger, owner: { customerId, guestKey: null }, programme })];
    }),
  );
}

/** The cheapest reward that is still out of reach; null when all are within it, or none is offered. */
function nextRewardOf({ settings, isActive, today }: Programme, available: number) {
  const costs = settings.rewards
    .filter((reward) => isActive && isOffered(reward, today))
    .map(({ title, costPoints, incremental }) => ({
      title,
      costPoints: incremental?.minPoints ?? costPoints,
    }))
    .filter(({ costPoints }) => costPoints > available)
    .sort((a, b) => a.costPoints - b.costPoints);
  const [next] = costs;
  return next ? { ...next, missing: next.costPoints - available } : null;
}
