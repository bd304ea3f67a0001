import { useTranslation } from "react-i18next";

import type { OfferKind, OfferValue } from "~/engine/incentives/schema";

import { CountField } from "../fields/CountField";
import { OfferAmountField } from "./OfferAmountField";

/** What is given at first, when a kind is chosen. */
export function newValue(kind: OfferKind): OfferValue {
  switch (kind) {
    case "percentage":
      return { kind, percentBp: 1_000 };
    case "free-shipping":
      return { kind };
    case "amount":
    case "gift-card":
    case "store-credit":
      return { kind, amountMinor: 1_000 };
  }
}

/** How much is given. */
export function OfferValueField({
  value,
  onChange,
}: {
  value: OfferValue;
  onChange: (value: OfferValue) => void;
}) {
  const { t } = useTranslation("flow-screens");
  switch (value.kind) {
    case "percentage":
      return (
        <CountField
          label={t("offer.percent")}
          suffix="%"
          value={Math.round(value.percentBp / 100)}
          min={1}
          max={100}
          onChange={(percent) => onChange({ ...value, percentBp: percent * 100 })}
        />
      );
    case "free-shipping":
      return null;
    case "amount":
    case "gift-card":
    case "store-credit":
      return (
        <OfferAmountField
          label={t("offer.amount")}
          value={value.amountMinor}
          onChange={(amountMinor) => onChange({ ...value, amountMinor })}
        />
      );
  }
}
