import { useTranslation } from "react-i18next";

import { isIncremental } from "../form/rules";
import type { RewardForm } from "../form/schema";

/** A reward in a line: what it is and what it costs, as far as it is filled in. */
export function useRewardText(currencyCode: string): (reward: RewardForm) => string {
  const { t } = useTranslation("loyalty-screens");
  return (reward) => {
    const kind = t(`rewards.kind.${reward.kind}`);
    if (isIncremental(reward)) {
      const { stepPoints, valuePerStep } = reward;
      const worth = `${valuePerStep || "…"} ${currencyCode}`;
      return `${kind} · ${t("rewards.line.any", { points: stepPoints || "…", worth })}`;
    }
    const worth =
      reward.kind === "percentage"
        ? `${reward.percent || "…"} %`
        : reward.value && reward.kind !== "free-shipping"
          ? `${reward.value} ${currencyCode}`
          : "";
    return [kind, worth, t("rewards.line.fixed", { points: reward.costPoints || "…" })]
      .filter(Boolean)
      .join(" · ");
  };
}
