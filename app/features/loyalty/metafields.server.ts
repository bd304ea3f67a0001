import type { AppMetafield, CustomerMetafields } from "~/engine/customer-metafields/contribution";
import type { Db } from "~/platform/db.server";

import { listOpenLots } from "./ledger/repository.server";
import { isOffered } from "./redemptions/rules";
import { ledgerOf, sumOf } from "./rules/ledger";
import { nextReward, termsOf } from "./rules/pages";
import { findProgramme } from "./settings/active.server";
import { availableOf, nextExpiryOf } from "./storefront/presenter.server";

type People = { shopId: string; customerIds: readonly string[]; now: Date };

const REFRESH_ON = [
  "points.earned",
  "points.matured",
  "points.clawed-back",
  "points.redeemed",
  "points.returned",
  "points.expired",
  "points.adjusted",
] as const;

/**
 * What a page of the store shows a member without asking the app: the points they can spend, and
 * `{ v: 1, available, pending, nextReward: { id, title, missing, costPoints } | null, nextExpiry: { points, on } | null }`.
 */
export const loyaltyMetafields: readonly CustomerMetafields[] = [
  {
    ...{ key: "points_balance", type: "number_integer", refreshOn: REFRESH_ON },
    present: (db, people) => presentEach(db, people, ({ available }) => String(available)),
  },
  {
    ...{ key: "loyalty", type: "json", refreshOn: REFRESH_ON },
    present: (db, people) => presentEach(db, people, (standing) => JSON.stringify({ v: 1, ...standing })),
  },
];

type Standing = {
  available: number;
  pending: number;
  nextReward: ReturnType<typeof nextReward>;
  nextExpiry: { points: number; on: string } | null;
};

async function presentEach(
  db: Db,
  { shopId, customerIds, now }: People,
  told: (standing: Standing) => string,
): Promise<Map<string, string>> {
  const programme = await findProgramme(db, { shopId, now });
  if (!programme) return new Map();
  const owners = customerIds.map((customerId) => ({ customerId, guestKey: null }));
  const lots = Map.groupBy(await listOpenLots(db, { shopId, owners }), ({ customerId }) => customerId);
  const { settings, shop, today, isActive } = programme;
  const rewards = isActive ? settings.rewards.filter((reward) => isOffered(reward, today)) : [];
  return new Map(
    owners.flatMap((owner) => {
      const own = lots.get(owner.customerId);
      if (!own) return [];
      const ledger = ledgerOf(own, now);
      const available = availableOf(ledger, owner);
      const standing = {
        available,
        pending: sumOf(ledger, owner, "pending"),
        nextReward: nextReward(rewards, available),
        nextExpiry: nextExpiryOf(ledger, owner, shop.ianaTimezone),
      };
      return [[owner.customerId, told(standing)] as const];
    }),
  );
}

/** What all pages of the store may know of the programme: see `termsOf`. Nothing while it was never switched on. */
export const programmeMetafield: AppMetafield = {
  key: "programme",
  type: "json",
  present: async (db, { shopId, now }) => {
    const programme = await findProgramme(db, { shopId, now });
    if (!programme || (!programme.isActive && programme.settings.earningSince === null)) return null;
    const { settings, isActive, today } = programme;
    const rewards = settings.rewards.filter((reward) => isOffered(reward, today));
    return JSON.stringify(isActive ? termsOf({ ...settings, rewards }) : { v: 1, on: false });
  },
};
