import { useTranslation } from "react-i18next";

import { useOfferText } from "~/engine/incentives/ui/use-offer-text";
import { useFormat } from "~/ui/use-format";

import type { ReferralItem } from "../list/presenter.server";
import { incentiveOf } from "../schema";

/** Why a referral stands as it does, in sentences. `asOf` decides what is still to come. */
export function useWhy(currencyCode: string, asOf: string): (item: ReferralItem) => string[] {
  const { t } = useTranslation("referrals");
  const format = useFormat();
  const offerText = useOfferText(currencyCode);
  const rewardText = ({ reward }: ReferralItem): string => {
    const value = incentiveOf(reward);
    return value
      ? t("why.rewarded", { reward: offerText({ kind: value.kind, value }) })
      : t("why.rewardedPoints");
  };
  const held = ({ dueAt, isApproved }: ReferralItem): string => {
    if (dueAt === null || dueAt <= asOf) return t("why.soon");
    return t(isApproved ? "why.approved" : "why.held", { until: format.dayOf(dueAt) });
  };
  return (item) => {
    switch (item.state) {
      case "seen":
        return [t("why.seen")];
      case "held":
        return [held(item)];
      case "in-review":
        return item.signals.map((signal) => t(`signals.${signal}`));
      case "rewarded":
        return [item.reason === "reward-lost" ? t("why.reward-lost") : rewardText(item)];
      case "refused":
        return [t(`refusals.${item.reason ?? "by-staff"}`)];
    }
  };
}
