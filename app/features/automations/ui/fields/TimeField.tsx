import { TextField } from "@shopify/polaris";

/** A time of the day, as HH:MM. */
export function TimeField({
  label,
  value,
  helpText,
  onChange,
}: {
  label: string;
  value: string;
  helpText?: string;
  onChange: (time: string) => void;
}) {
  return (
    <TextField
      label={label}
      type="time"
      autoComplete="off"
      value={value}
      // Browsers tell an empty text while only part of it is typed.
      onChange={(time) => {
        if (/^\d\d:\d\d$/.test(time)) onChange(time);
      }}
      {...(helpText ? { helpText } : {})}
    />
  );
}
