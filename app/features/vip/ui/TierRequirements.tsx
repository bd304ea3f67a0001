import { InlineGrid, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { TierForm } from "../form/schema";
import { type Measure, REQUIREMENTS } from "../schema";

import { useErrorText } from "./use-error-text";
import type { VipFormState } from "./use-vip-form";

const TYPED = {
  orders: "minOrders",
  spend: "minSpend",
  margin: "minMargin",
  points: "minPoints",
  rfm: "minRfm",
} as const satisfies Record<Measure, keyof TierForm>;

/** How much of each measure a tier asks for. */
export function TierRequirements({
  state,
  tier,
  index,
  currencyCode,
}: {
  state: VipFormState;
  tier: TierForm;
  index: number;
  currencyCode: string;
}) {
  const { t } = useTranslation("vip");
  const errorOf = useErrorText(state.errors);
  const { bases } = state.form;
  return (
    <InlineGrid columns={{ xs: 1, sm: Math.min(2, Math.max(1, bases.length)) }} gap="400">
      {bases.map((measure, position) => {
        const isMoney = measure === "spend" || measure === "margin";
        // What is missing altogether is told at the first field.
        const place = position === 0 ? [REQUIREMENTS[measure], "minOrderCount"] : [REQUIREMENTS[measure]];
        const error = place.map((name) => errorOf(`tiers.${index}.${name}`)).find((one) => one.error);
        return (
          <TextField
            key={measure}
            label={t(`tiers.min.${measure}`)}
            placeholder={t("tiers.any")}
            autoComplete="off"
            inputMode={isMoney ? "decimal" : "numeric"}
            {...(isMoney ? { suffix: currencyCode } : {})}
            value={tier[TYPED[measure]]}
            onChange={(typed) => state.changeTier(tier.id, { [TYPED[measure]]: typed })}
            {...error}
          />
        );
      })}
    </InlineGrid>
  );
}
