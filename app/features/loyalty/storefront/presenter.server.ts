import { presentOffered } from "~/engine/incentives/presenter.server";
import type { Db } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { matchLocale } from "~/shops/locale";

import { listOpenLots } from "../ledger/repository.server";
import { findOpenRedemption } from "../redemptions/repository.server";
import { isOffered } from "../redemptions/rules";
import { debtOf } from "../rules/debts";
import { ledgerOf, type Owner, sumOf } from "../rules/ledger";
import type { EarnRuleView, HoldView, MemberView, RewardView } from "../schema";
import { findProgramme, type Programme } from "../settings/active.server";
import { availableOf, nextExpiryOf } from "./balance";
import { findMemberSince } from "./repository.server";
import { earnRulesOf, rewardView, type Texts } from "./views";

type One = { shopId: string; customerId: string; now: Date };

/** What a member sees of the programme, in their language. Of somebody without points: what there is to earn. */
export async function presentMember(
  db: Db,
  { shopId, customerId, locale, now }: One & { locale: string },
): Promise<MemberView> {
  const programme = await findProgramme(db, { shopId, now });
  const owner: Owner = { customerId, guestKey: null };
  const ledger = ledgerOf(await listOpenLots(db, { shopId, owners: [owner] }), now);
  const availablePoints = availableOf(ledger, owner);
  const memberSince = await findMemberSince(db, { shopId, customerId });
  return {
    memberSince: memberSince?.toISOString() ?? null,
    availablePoints,
    pendingPoints: sumOf(ledger, owner, "pending"),
    nextExpiry: programme && nextExpiryOf(ledger, owner, programme.shop.ianaTimezone),
    ...(await offersOf(programme, { locale, availablePoints })),
    hold: await presentHold(db, { shopId, customerId, now }),
    debtPoints: debtOf(ledger, owner),
  };
}

async function offersOf(
  programme: Programme | null,
  { locale, availablePoints }: { locale: string; availablePoints: number },
): Promise<{ rewards: RewardView[]; earnRules: EarnRuleView[] }> {
  if (!programme?.isActive) return { rewards: [], earnRules: [] };
  const { settings, today } = programme;
  const t = await getTranslator(matchLocale(locale) ?? "en", "loyalty");
  const texts: Texts = { language: locale.toLowerCase(), t };
  return {
    rewards: settings.rewards
      .filter((reward) => isOffered(reward, today))
      .map((reward) => rewardView(reward, { availablePoints, texts })),
    earnRules: earnRulesOf(settings, texts),
  };
}

/** The reward somebody has open; null without. */
export async function presentHold(db: Db, { shopId, customerId, now }: One): Promise<HoldView | null> {
  const redemption = await findOpenRedemption(db, { shopId, customerId });
  if (!redemption) return null;
  const { id: redemptionId, rewardId, points, codeId } = redemption;
  const offered = codeId === null ? null : await presentOffered(db, { shopId, codeId, now });
  return {
    ...{ redemptionId, rewardId, points },
    state: redemption.state === "issued" ? "issued" : "held",
    code: offered?.code ?? null,
    expiresOn: offered?.lastOn ?? null,
  };
}
