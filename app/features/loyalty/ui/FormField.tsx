import { TextField } from "@shopify/polaris";

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  kind?: "text" | "whole" | "decimal" | "day";
  suffix?: string;
  help?: string;
  placeholder?: string;
  error?: string;
};

/** A field of the programme's form. */
export function FormField({ label, value, onChange, kind = "text", help, suffix, ...rest }: Props) {
  return (
    <TextField
      autoComplete="off"
      label={label}
      value={value}
      onChange={onChange}
      {...(kind === "day" ? { type: "date" as const } : {})}
      {...(kind === "whole" ? { inputMode: "numeric" as const } : {})}
      {...(kind === "decimal" ? { inputMode: "decimal" as const } : {})}
      {...(help ? { helpText: help } : {})}
      {...(suffix ? { suffix } : {})}
      {...rest}
    />
  );
}
