import { TextField } from "@shopify/polaris";
import { useState } from "react";

import { readTypedDecimal, writeTypedNumber } from "~/kit/typed-amount";
import { useLocale } from "~/ui/locale-context";

/** A number, or money when `currencyCode` is given through `read` and `write`. Null: nothing that can be read. */
export function NumberField({
  label,
  value,
  error,
  suffix,
  read = readTypedDecimal,
  write = writeTypedNumber,
  onChange,
}: {
  label: string;
  value: number | null;
  error?: string | undefined;
  suffix?: string;
  read?: (text: string) => number | null;
  write?: (value: number, locale: string) => string;
  onChange: (value: number | null) => void;
}) {
  const locale = useLocale();
  // What is being typed, such as "12." on the way to 12.5, is nobody else's business; nor is what cannot be read yet.
  const [typed, setTyped] = useState<string | null>(null);
  const isTyped = typed !== null && [value, null].includes(read(typed));
  return (
    <TextField
      label={label}
      inputMode="decimal"
      autoComplete="off"
      value={isTyped ? typed : value === null ? "" : write(value, locale)}
      onChange={(text) => {
        setTyped(text);
        onChange(read(text));
      }}
      onBlur={() => setTyped(null)}
      {...(suffix ? { suffix } : {})}
      {...(error ? { error } : {})}
    />
  );
}
