import { Select } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { factLabel } from "~/engine/facts/rules/explain";
import type { FactInfo } from "~/engine/facts/schema";

/** One of the dates that can be known of a customer. */
export function FactDateSelect({
  label,
  value,
  facts,
  error,
  onChange,
}: {
  label: string;
  value: string;
  facts: readonly FactInfo[];
  error?: string | undefined;
  onChange: (fact: string) => void;
}) {
  const { t } = useTranslation("flow-screens");
  const dates = facts.filter(
    ({ key, type, naming }) =>
      (type === "instant" || type === "day") && (naming?.isOffered !== false || key === value),
  );
  return (
    <Select
      label={label}
      value={value}
      options={[
        { value: "", label: t("field.choose") },
        ...dates.map((fact) => ({ value: fact.key, label: factLabel(fact, { t: (key) => t(key) }) })),
      ]}
      onChange={onChange}
      {...(error ? { error } : {})}
    />
  );
}
