import type { PickField, SettingOption } from "~/engine/flows/setting-field";

import { OptionSelect, OptionValueField } from "./OptionFields";
import type { FieldTexts } from "./use-field-texts";

type Props = {
  field: PickField;
  texts: FieldTexts;
  value: unknown;
  error?: string;
  /** What the shop has. */
  options: readonly SettingOption[];
  /** What was picked of it. */
  picked: unknown;
  onChange: (value: string) => void;
};

/** One field of a contributed form that picks from what the shop has, or says something of what was picked. */
export function PickSetting({
  field,
  texts: { label, help },
  value,
  error,
  options,
  picked,
  onChange,
}: Props) {
  const said = {
    label,
    ...(help ? { helpText: help } : {}),
    ...(error ? { error } : {}),
    value: typeof value === "string" ? value : "",
    onChange,
  };
  if (field.kind === "option") return <OptionSelect {...said} options={options} />;
  const option = options.find((one) => one.value === picked);
  return <OptionValueField {...said} option={option} maxLength={field.maxLength} />;
}
