import { presentProductNames } from "~/engine/facts/presenter.server";
import type { NamedValue } from "~/engine/facts/schema";
import type { Db } from "~/platform/db.server";

import { presentProgramme } from "../settings/presenter.server";
import { type LoyaltySettings, LoyaltySettingsSchema } from "../settings/schema";

/** What stands in a form for a product: our id, or Shopify's. */
export type ProductNames = readonly NamedValue[];

export type ProgrammePage = {
  settings: LoyaltySettings;
  /** On, and not over. */
  isActive: boolean;
  currencyCode: string;
  /** What the products of the settings are called, also those deleted since. */
  productNames: ProductNames;
  /** Earnings and changes by hand that wait for a person. */
  waitingCount: number;
};

/** Read model of the programme's set-up. */
export async function presentProgrammePage(
  db: Db,
  { shopId, now }: { shopId: string; now: Date },
): Promise<ProgrammePage> {
  const programme = await presentProgramme(db, { shopId, now });
  const settings = programme.settings ?? LoyaltySettingsSchema.parse({});
  return {
    settings,
    isActive: programme.isActive,
    currencyCode: programme.currencyCode,
    productNames: await presentProductNames(db, { shopId, ids: productsIn(settings) }),
    waitingCount: await countWaiting(db, { shopId }),
  };
}

function productsIn({ order, multipliers, rewards }: LoyaltySettings): string[] {
  const ids = [...order.excluded, ...multipliers.goods].flatMap(({ by, value }) =>
    by === "product" ? [value] : [],
  );
  return [...ids, ...rewards.flatMap(({ productGid }) => productGid ?? [])];
}

/** How much waits for a person's look or second agreement. */
export async function countWaiting(db: Db, { shopId }: { shopId: string }): Promise<number> {
  const lots = await db.pointsLot.count({ where: { shopId, review: "waiting" } });
  const requests = await db.pointsAdjustment.count({ where: { shopId, state: "requested" } });
  return lots + requests;
}
