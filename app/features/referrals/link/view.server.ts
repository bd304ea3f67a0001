import type { SharedCodeRow } from "~/engine/incentives/shared/repository.server";
import { formatMoney } from "~/kit/money";
import type { Db } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { getShop } from "~/shops/repository.server";
import type { Locale } from "~/shops/schema";

import type { ReferralSettings, Reward } from "../schema";
import { type AdvocateRef, referralPageUrl, shareUrl } from "./links.server";
import { countOwnReferrals } from "./repository.server";
import { findStanding } from "./service.server";

/** What a member sees of the programme anywhere: on the page, in a mail, in the account. */
export type AdvocateView = {
  /** `none`: they may share, and have not asked for a code yet; `making`: the store is asked for it. */
  state: "off" | "not-yet" | "none" | "making" | "ready";
  pageUrl: string;
  /** Null until the code is there. */
  code: string | null;
  shareUrl: string | null;
  /** Phrases: "10% off". Empty while the programme is off. */
  friendGets: string;
  advocateGets: string;
  /** What the friend's cart must hold, as money; null = anything. */
  minimum: string | null;
  rewardedCount: number;
  waitingCount: number;
};

/** The programme as one person sees it, in their language; null when they are not there. */
export async function presentAdvocate(
  db: Db,
  { locale, ...ref }: AdvocateRef & { locale: Locale },
): Promise<AdvocateView | null> {
  const { shopId } = ref;
  const standing = await findStanding(db, ref);
  if (standing.kind === "unknown") return null;
  if (standing.kind === "off") return { ...NOTHING, state: "off", pageUrl: referralPageUrl(ref) };
  const { settings, sharer } = standing;
  const { customerId } = sharer;
  return {
    pageUrl: referralPageUrl({ shopId, customerId }),
    ...(standing.kind === "open"
      ? await codeIn(db, { shopId, code: standing.code })
      : { state: "not-yet" as const, code: null, shareUrl: null }),
    ...(await termsInWords(db, { shopId, settings, locale })),
    ...sumsOf(await countOwnReferrals(db, { shopId, customerId })),
  };
}

/** Whether there is a code to share, and how it is shared. */
export async function codeIn(
  db: Db,
  { shopId, code }: { shopId: string; code: SharedCodeRow | null },
): Promise<{ state: "none" | "making" | "ready"; code: string | null; shareUrl: string | null }> {
  if (code?.state !== "issued")
    return { state: code?.state === "requested" ? "making" : "none", code: null, shareUrl: null };
  const { domain } = await getShop(db, { shopId });
  return { state: "ready", code: code.code, shareUrl: shareUrl(domain, code.code) };
}

function sumsOf(counts: Readonly<Record<string, number>>) {
  const { rewarded = 0, seen = 0, held = 0, "in-review": doubted = 0 } = counts;
  return { rewardedCount: rewarded, waitingCount: seen + held + doubted };
}

const NOTHING = {
  ...{ code: null, shareUrl: null, friendGets: "", advocateGets: "", minimum: null },
  ...{ rewardedCount: 0, waitingCount: 0 },
};

async function termsInWords(
  db: Db,
  { shopId, settings, locale }: { shopId: string; settings: ReferralSettings; locale: Locale },
): Promise<Pick<AdvocateView, "friendGets" | "advocateGets" | "minimum">> {
  const { currencyCode } = await getShop(db, { shopId });
  const t = await getTranslator(locale, "referrals");
  const money = (amountMinor: number) => formatMoney(amountMinor, currencyCode, locale);
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 });
  const inWords = ({ kind, ...number }: Reward): string => {
    const percent = "percentBp" in number ? share.format(number.percentBp / 10_000) : "";
    return t(`gets.${kind}`, { percent, amount: "amountMinor" in number ? money(number.amountMinor) : "" });
  };
  const { friend, reward, minimumMinor } = settings;
  return {
    friendGets: inWords(friend),
    advocateGets: inWords(reward),
    minimum: minimumMinor === null ? null : money(minimumMinor),
  };
}
