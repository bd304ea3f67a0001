import { presentCoverage } from "~/pipeline/projections/known-history/queries.server";
import type { Db } from "~/platform/db.server";
import { readSetting } from "~/shops/settings.server";

import { enrolShop, evaluateCustomer } from "./jobs.server";
import { findAvailable, findUnavailable } from "./measures/read.server";
import { windowStart } from "./rules";
import { VIP_SETTINGS_KEY, type VipPageData, type VipSettings, VipSettingsSchema } from "./schema";

type Scope = { shopId: string };

/** Read model of the VIP page: the tiers, how many people are in each, and whether people are being moved just now. */
export async function presentVipPage(
  db: Db,
  {
    shopId,
    shop,
    now,
  }: Scope & {
    shop: { currencyCode: string; historySinceAt: Date | null; ianaTimezone: string };
    now: Date;
  },
): Promise<VipPageData> {
  const groups = await db.vipMembership.groupBy({ by: ["tierId"], where: { shopId }, _count: true });
  const openLookCount = await db.job.count({
    where: {
      shopId,
      name: { in: [enrolShop.name, evaluateCustomer.name] },
      state: { in: ["queued", "leased"] },
      runAt: { lte: now },
    },
  });
  const settings = await readVipSettings(db, { shopId });
  const since = windowStart(settings.window, { zone: shop.ianaTimezone, now });
  const isCut = shop.historySinceAt !== null && (since === null || since < shop.historySinceAt);
  return {
    settings,
    memberCounts: Object.fromEntries(groups.map(({ tierId, _count }) => [tierId, _count])),
    isMoving: openLookCount > 0,
    currencyCode: shop.currencyCode,
    available: await findAvailable(db, { shopId }),
    unavailable: await findUnavailable(db, { shopId, settings }),
    coverage: isCut ? await presentCoverage(db, { shopId, shop }) : null,
    asOf: now.toISOString(),
  };
}

/** What the tiers are called, by id, from the lowest to the highest. */
export async function presentTierNames(db: Db, { shopId }: Scope): Promise<Record<string, string>> {
  const { tiers } = await readVipSettings(db, { shopId });
  return Object.fromEntries(tiers.map(({ id, name }) => [id, name]));
}

/** The tags of the tiers, which other features know them by, with their names; from the lowest to the highest. */
export async function presentTierTags(
  db: Db,
  { shopId }: Scope,
): Promise<{ value: string; label: string }[]> {
  const { tiers } = await readVipSettings(db, { shopId });
  return tiers.map(({ tag, name }) => ({ value: tag, label: name }));
}

/** Whether customers get tiers at all. */
export async function presentIsVipOn(db: Db, { shopId }: Scope): Promise<boolean> {
  const { isEnabled } = await readVipSettings(db, { shopId });
  return isEnabled;
}

function readVipSettings(db: Db, { shopId }: Scope): Promise<VipSettings> {
  return readSetting(db, { shopId, key: VIP_SETTINGS_KEY, schema: VipSettingsSchema });
}
