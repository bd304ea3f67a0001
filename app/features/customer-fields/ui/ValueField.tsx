import { Select, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { FIELD_LIMITS } from "../schema";
import type { CardField } from "../values/schema";

/** A field to fill in, as its kind asks for it. */
export function ValueField({
  field: { name, kind, choices },
  value,
  error,
  onChange,
}: {
  field: CardField;
  value: string;
  error?: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation("customer-fields");
  const said = { label: name, value, onChange, ...(error ? { error } : {}) };
  switch (kind) {
    case "text":
      return <TextField {...said} autoComplete="off" maxLength={FIELD_LIMITS.textLength} />;
    case "number":
      return <TextField {...said} autoComplete="off" inputMode="decimal" />;
    case "date":
      return (
        <TextField
          {...said}
          type="date"
          autoComplete="off"
          min={FIELD_LIMITS.firstDay}
          max={FIELD_LIMITS.lastDay}
        />
      );
    case "yes-no":
    case "choice": {
      const options =
        kind === "yes-no"
          ? (["yes", "no"] as const).map((answer) => ({ value: answer, label: t(`value.${answer}`) }))
          : choices.map(({ id, label }) => ({ value: id, label }));
      return <Select {...said} options={[{ value: "", label: t("value.none") }, ...options]} />;
    }
  }
}
