import { createHash } from "node:crypto";

import { type Offer, OfferSchema } from "~/engine/incentives/schema";
import type { Db } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import type { Locale } from "~/shops/schema";
import { readSetting } from "~/shops/settings.server";

import { REFERRAL_SETTINGS_KEY, type ReferralSettings, ReferralSettingsSchema } from "./schema";

/** Purposes of shared codes that are referral codes begin with it. */
export const PURPOSE_PREFIX = "referral:";

export function readProgramme(db: Db, { shopId }: { shopId: string }): Promise<ReferralSettings> {
  return readSetting(db, { shopId, key: REFERRAL_SETTINGS_KEY, schema: ReferralSettingsSchema });
}

/** What names codes of today's terms: friends who were promised others keep theirs. */
export function purposeOf({ friend, minimumMinor }: ReferralSettings): string {
  const terms = JSON.stringify([Object.entries(friend).sort(), minimumMinor]);
  return PURPOSE_PREFIX + createHash("sha256").update(terms).digest("hex").slice(0, 16);
}

/** The discount that friends get, named in the language of the admin. */
export async function friendOffer(
  { friend, minimumMinor }: ReferralSettings,
  locale: Locale,
): Promise<Offer> {
  const t = await getTranslator(locale, "referrals");
  return OfferSchema.parse({
    value: friend,
    minimum: minimumMinor === null ? null : { kind: "amount", amountMinor: minimumMinor },
    combinesWith: { order: false, product: false, shipping: friend.kind !== "free-shipping" },
    prefix: "FRIEND",
    title: t("discount.friend"),
    validDays: 365,
  });
}
