import { Select } from "@shopify/polaris";

/** One of a few values that are known. */
export function ChoiceSelect<Value extends string>({
  label,
  value,
  choices,
  error,
  helpText,
  onChange,
}: {
  label: string;
  value: Value;
  choices: readonly { value: Value; label: string }[];
  error?: string | undefined;
  helpText?: string;
  onChange: (value: Value) => void;
}) {
  return (
    <Select
      label={label}
      value={value}
      options={choices.map((choice) => ({ value: choice.value, label: choice.label }))}
      onChange={(picked) => {
        const choice = choices.find((one) => one.value === picked);
        if (choice) onChange(choice.value);
      }}
      {...(error ? { error } : {})}
      {...(helpText ? { helpText } : {})}
    />
  );
}
