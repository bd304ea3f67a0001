import { Select } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { NamedValue } from "~/engine/facts/schema";

type Props = {
  /** The shop's tiers from the lowest, by their tags. */
  tiers: readonly NamedValue[];
  /** A tag; empty = none chosen. */
  value: string;
  onChange: (tag: string) => void;
  error?: string;
};

/** Which tier; one that the shop has no more stays until another is chosen. */
export function TierField({ tiers, value, onChange, error }: Props) {
  const { t } = useTranslation("loyalty-screens");
  const isGone = value !== "" && tiers.every((tier) => tier.value !== value);
  return (
    <Select
      label={t("multipliers.tier")}
      placeholder={t("multipliers.chooseTier")}
      options={[
        ...tiers.map((tier) => ({ value: tier.value, label: tier.label })),
        ...(isGone ? [{ value, label: t("multipliers.goneTier", { tag: value }) }] : []),
      ]}
      value={value}
      onChange={onChange}
      {...(error ? { error } : {})}
    />
  );
}
