import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { CodeItem } from "../list/presenter.server";

/** What was offered, in a few words: `10% off`, `Gift card of €15.00`. */
export function useOfferText(currencyCode: string): (item: Pick<CodeItem, "kind" | "value">) => string {
  const { t } = useTranslation("incentives");
  const format = useFormat();
  return ({ kind, value }) => {
    if (!value) return t(`kinds.${kind}`);
    switch (value.kind) {
      case "percentage":
        return t("offers.percentage", { percent: format.share(value.percentBp / 10_000) });
      case "free-shipping":
        return t("kinds.free-shipping");
      case "amount":
      case "gift-card":
      case "store-credit":
        return t(`offers.${value.kind}`, { amount: format.money(value.amountMinor, currencyCode) });
    }
  };
}
