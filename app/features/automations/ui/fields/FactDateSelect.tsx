import { Select } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

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
  const dates = facts.filter(({ type }) => type === "instant" || type === "day");
  return (
    <Select
      label={label}
      value={value}
      options={[
        { value: "", label: t("field.choose") },
        ...dates.map(({ key, textNamespace }) => ({
          value: key,
          label: t(`${textNamespace}:facts.${key}.label`),
        })),
      ]}
      onChange={onChange}
      {...(error ? { error } : {})}
    />
  );
}
