import { NEEDED_SCOPES, type OfferKind } from "~/engine/incentives/schema";
import { hasScope } from "~/kit/scopes";
import type { Db } from "~/platform/db.server";
import type { ShopRecord } from "~/shops/repository.server";

import { readProgramme } from "../programme.server";
import type { ReferralSettings } from "../schema";

export type ReferralSettingsData = {
  settings: ReferralSettings;
  /** Kinds of rewards that the store has not allowed yet. */
  missingKinds: OfferKind[];
  currencyCode: string;
};

/** The programme as it is saved. */
export async function presentReferralSettings(
  db: Db,
  { shopId, shop }: { shopId: string; shop: Pick<ShopRecord, "scopes" | "currencyCode"> },
): Promise<ReferralSettingsData> {
  const kinds = Object.keys(NEEDED_SCOPES) as OfferKind[];
  return {
    settings: await readProgramme(db, { shopId }),
    missingKinds: kinds.filter((kind) => NEEDED_SCOPES[kind].some((scope) => !hasScope(shop.scopes, scope))),
    currencyCode: shop.currencyCode,
  };
}
