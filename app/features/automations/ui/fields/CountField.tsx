import { TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

/**
 * A whole number within bounds, both inclusive. While what is typed is none, the last one that was stays, and the field
 * says so.
 */
export function CountField({
  label,
  value,
  min,
  max,
  suffix,
  helpText,
  onChange,
}: {
  label: string;
  value: number;
  min: number;
  max: number;
  suffix?: string;
  helpText?: string;
  onChange: (value: number) => void;
}) {
  const { t } = useTranslation("flow-screens");
  const { count } = useFormat();
  const [typed, setTyped] = useState<string | null>(null);
  const isWrong = typed !== null && readCount(typed, { min, max }) === null;
  return (
    <TextField
      label={label}
      inputMode={min < 0 ? "text" : "numeric"}
      autoComplete="off"
      value={typed ?? String(value)}
      onChange={(text) => {
        setTyped(text);
        const read = readCount(text, { min, max });
        if (read !== null) onChange(read);
      }}
      onBlur={() => {
        if (!isWrong) setTyped(null);
      }}
      {...(suffix ? { suffix } : {})}
      {...(helpText ? { helpText } : {})}
      {...(isWrong ? { error: t("field.count", { min: count(min), max: count(max), value }) } : {})}
    />
  );
}

function readCount(text: string, { min, max }: { min: number; max: number }): number | null {
  if (!/^-?\d{1,9}$/.test(text.trim())) return null;
  const value = Number(text);
  return value >= min && value <= max ? value : null;
}
