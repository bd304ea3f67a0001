import { BlockStack, Select } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { FactParameter } from "../schema";

import { NumberField } from "./NumberField";
import { TextsField } from "./TextsField";
import { ValuePicker } from "./ValuePicker";

type Props = {
  parameter: FactParameter;
  value: number | string;
  error?: string | undefined;
  onChange: (value: number | string) => void;
};

/** Days of a window where none was chosen before. */
const USUAL_DAYS = 30;

/** What a merchant chooses with a fact. */
export function ParameterField({ parameter, value, error, onChange }: Props) {
  const { t } = useTranslation("facts");
  switch (parameter.kind) {
    case "days":
      return <Window {...{ parameter, value, error, onChange }} />;
    case "count":
      return (
        <NumberField
          label={t("editor.count")}
          value={typeof value === "number" ? value : null}
          error={error}
          onChange={(number) => onChange(number ?? "")}
        />
      );
    case "product":
    case "tag":
      return (
        <ValuePicker
          label={t(`editor.${parameter.kind}`)}
          names={parameter.kind}
          picked={value === "" ? [] : [String(value)]}
          isOne
          error={error}
          onChange={([picked]) => onChange(picked ?? "")}
        />
      );
    case "text":
      return (
        <TextsField
          label={t("editor.text")}
          texts={value === "" ? [] : [String(value)]}
          isOne
          error={error}
          onChange={([text]) => onChange(text ?? "")}
        />
      );
  }
}

/** All the time, where that is allowed, or the last so many days. */
function Window({ parameter, value, error, onChange }: Props) {
  const { t } = useTranslation("facts");
  const isEver = value === 0;
  const days = (
    <NumberField
      label={t("editor.days")}
      value={typeof value === "number" ? value : null}
      error={error}
      onChange={(number) => onChange(number ?? "")}
    />
  );
  if (parameter.min !== 0) return days;
  return (
    <BlockStack gap="200">
      <Select
        label={t("editor.window")}
        options={[
          { value: "ever", label: t("editor.ever") },
          { value: "days", label: t("editor.last-days") },
        ]}
        value={isEver ? "ever" : "days"}
        onChange={(picked) => onChange(picked === "ever" ? 0 : USUAL_DAYS)}
      />
      {isEver ? null : days}
    </BlockStack>
  );
}
