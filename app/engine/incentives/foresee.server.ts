import { hasScope } from "~/kit/scopes";
import type { Db } from "~/platform/db.server";
import { findShop } from "~/shops/repository.server";
import { readSetting } from "~/shops/settings.server";

import { findIncentiveFacts } from "./facts/repository.server";
import { decideIncentive, type RefusalReason } from "./rules/guards";
import { marginAfterBp } from "./rules/offer";
import { INCENTIVE_SETTINGS_KEY, IncentiveSettingsSchema, NEEDED_SCOPES, type Offer } from "./schema";

type Request = { shopId: string; customerId: string; offer: Offer; budgetKey: string; now: Date };

export type Foreseen =
  | { kind: "give"; expectedCostMinor: number; currencyCode: string }
  | { kind: "refuse"; reason: RefusalReason };

/** What would come of asking for an incentive, without giving it. Of budgets as they stand now. */
export async function foreseeIncentive(db: Db, request: Request): Promise<Foreseen> {
  const settings = await readSettings(db, request.shopId);
  const gathered = await findIncentiveFacts(db, { ...request, settings });
  if (!gathered) return { kind: "refuse", reason: "shop-uninstalled" };
  const decision = decideIncentive(gathered.facts, request.offer, settings);
  if (decision.kind === "refuse") return { kind: "refuse", reason: decision.reason };
  return { ...decision, currencyCode: gathered.currencyCode };
}

/** What keeps an offer from being given to anybody, whoever they are; null when nothing does. */
export type OfferObstacle = {
  reason: "missing-scope" | "below-margin-floor";
  params: Record<string, string | number>;
};

/** Whether an offer can be given at all: by what the store allows, and by the margin floor where it is a percentage. */
export async function findOfferObstacle(
  db: Db,
  { shopId, offer: { value } }: { shopId: string; offer: Offer },
): Promise<OfferObstacle | null> {
  const shop = await findShop(db, { shopId });
  const missing = NEEDED_SCOPES[value.kind].find((scope) => !hasScope(shop?.scopes ?? "", scope));
  if (missing !== undefined) return { reason: "missing-scope", params: { scope: missing } };
  const { grossMarginBp, marginFloorBp } = await readSettings(db, shopId);
  if (value.kind !== "percentage" || grossMarginBp === null || marginFloorBp === null) return null;
  const leftBp = marginAfterBp(grossMarginBp, value.percentBp);
  if (leftBp >= marginFloorBp) return null;
  return { reason: "below-margin-floor", params: { left: leftBp / 100, floor: marginFloorBp / 100 } };
}

function readSettings(db: Db, shopId: string) {
  return readSetting(db, { shopId, key: INCENTIVE_SETTINGS_KEY, schema: IncentiveSettingsSchema });
}
