import { TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { readTypedCount, writeTypedNumber } from "~/kit/typed-amount";
import { useLocale } from "~/ui/locale-context";
import { useFormat } from "~/ui/use-format";

/**
 * A whole number within bounds, both inclusive, or a multiple of `step` such as 0.5. While what is typed is none, the last one that was stays, and the field
 * says so.
 */
export function CountField({
  label,
  value,
  min,
  max,
  step = 1,
  suffix,
  helpText,
  onChange,
}: {
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  suffix?: string;
  helpText?: string;
  onChange: (value: number) => void;
}) {
  const { t } = useTranslation("flow-screens");
  const { count } = useFormat();
  const locale = useLocale();
  const shown = writeTypedNumber(value, locale);
  const [typed, setTyped] = useState<string | null>(null);
  const isWrong = typed !== null && readTypedCount(typed, { min, max, step }) === null;
  const problem = step === 1 ? "field.count" : "field.multiple";
  return (
    <TextField
      label={label}
      inputMode={min < 0 ? "text" : step === 1 ? "numeric" : "decimal"}
      autoComplete="off"
      value={typed ?? shown}
      onChange={(text) => {
        setTyped(text);
        const read = readTypedCount(text, { min, max, step });
        if (read !== null) onChange(read);
      }}
      onBlur={() => {
        if (!isWrong) setTyped(null);
      }}
      {...(suffix ? { suffix } : {})}
      {...(helpText ? { helpText } : {})}
      {...(isWrong
        ? {
            error: t(problem, {
              min: count(min),
              max: count(max),
              step: writeTypedNumber(step, locale),
              value: shown,
            }),
          }
        : {})}
    />
  );
}
