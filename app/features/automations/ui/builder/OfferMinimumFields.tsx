import { useTranslation } from "react-i18next";

import { OFFER_LIMITS, type Offer } from "~/engine/incentives/schema";

import { ChoiceSelect } from "../fields/ChoiceSelect";
import { CountField } from "../fields/CountField";
import { OfferAmountField } from "./OfferAmountField";

type Minimum = Offer["minimum"];

/** What must be bought at least for a code to work. */
export function OfferMinimumFields({
  minimum,
  onChange,
}: {
  minimum: Minimum;
  onChange: (minimum: Minimum) => void;
}) {
  const { t } = useTranslation("flow-screens");
  return (
    <>
      <ChoiceSelect<"none" | "amount" | "quantity">
        label={t("offer.minimum")}
        value={minimum?.kind ?? "none"}
        choices={(["none", "amount", "quantity"] as const).map((kind) => ({
          value: kind,
          label: t(`offer.least.${kind}`),
        }))}
        onChange={(kind) => onChange(newMinimum(kind))}
      />
      {minimum?.kind === "amount" ? (
        <OfferAmountField
          label={t("offer.minimumAmount")}
          value={minimum.amountMinor}
          onChange={(amountMinor) => onChange({ kind: "amount", amountMinor })}
        />
      ) : null}
      {minimum?.kind === "quantity" ? (
        <CountField
          label={t("offer.minimumQuantity")}
          value={minimum.quantity}
          {...OFFER_LIMITS.quantity}
          onChange={(quantity) => onChange({ kind: "quantity", quantity })}
        />
      ) : null}
    </>
  );
}

function newMinimum(kind: "none" | "amount" | "quantity"): Minimum {
  if (kind === "none") return null;
  return kind === "amount" ? { kind, amountMinor: 5_000 } : { kind, quantity: 2 };
}
