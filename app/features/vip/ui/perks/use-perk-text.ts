import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { Perk } from "../../perks/schema";

/** A perk in a few words: "10 % off", "200 points". */
export function usePerkText(currencyCode: string): (perk: Perk) => string {
  const { t } = useTranslation("vip");
  const format = useFormat();
  return (perk) => {
    switch (perk.kind) {
      case "percentage":
        return t("perks.short.percentage", { percent: perk.percent });
      case "amount":
        return t("perks.short.amount", { amount: format.money(perk.amountMinor, currencyCode) });
      case "points":
        return t("perks.short.points", { count: perk.points, value: format.count(perk.points) });
      case "multiplier":
        return t("perks.short.multiplier", { factor: format.count(perk.factorPercent / 100) });
      case "own":
        return perk.text;
      case "free-shipping":
      case "early-access":
        return t(`perks.kind.${perk.kind}.name`);
    }
  };
}
