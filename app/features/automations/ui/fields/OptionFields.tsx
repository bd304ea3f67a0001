import { Select, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { SettingOption } from "~/engine/flows/setting-field";

type Said = { label: string; helpText?: string; error?: string };
type Picking = Said & { value: string; onChange: (value: string) => void };

/** One of what the shop has. */
export function OptionSelect({ options, value, ...said }: Picking & { options: readonly SettingOption[] }) {
  const { t } = useTranslation("flow-screens");
  return (
    <Select
      {...said}
      value={options.some((option) => option.value === value) ? value : ""}
      options={[
        { value: "", label: t("field.choose") },
        ...options.map((option) => ({ value: option.value, label: option.label })),
      ]}
    />
  );
}

/** What fits the option that was picked; nothing while none is. */
export function OptionValueField({
  option,
  maxLength,
  value,
  ...said
}: Picking & { option: SettingOption | undefined; maxLength: number }) {
  const { t } = useTranslation("flow-screens");
  if (!option) return null;
  const choices =
    option.input === "yes-no"
      ? (["yes", "no"] as const).map((answer) => ({ value: answer, label: t(`field.${answer}`) }))
      : option.input === "choice"
        ? (option.choices ?? [])
        : null;
  if (choices)
    return (
      <Select
        {...said}
        value={choices.some((choice) => choice.value === value) ? value : ""}
        options={[{ value: "", label: t("field.choose") }, ...choices]}
      />
    );
  return (
    <TextField
      {...said}
      autoComplete="off"
      value={value}
      {...(option.input === "date" ? { type: "date" as const } : { maxLength })}
      {...(option.input === "number" ? { inputMode: "decimal" as const } : {})}
    />
  );
}
