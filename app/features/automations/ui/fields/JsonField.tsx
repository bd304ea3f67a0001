import { TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

type Settings = Record<string, unknown>;

/** Settings that have no form of their own here, as JSON. What cannot be read yet stays in the field. */
export function JsonField({
  value,
  error,
  onChange,
}: {
  value: Settings;
  error?: string | undefined;
  onChange: (settings: Settings) => void;
}) {
  const { t } = useTranslation("flow-screens");
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && readSettings(typed) === null ? t("field.jsonWrong") : error;
  return (
    <TextField
      label={t("field.json")}
      helpText={t("field.jsonHelp")}
      multiline={4}
      monospaced
      autoComplete="off"
      spellCheck={false}
      value={typed ?? JSON.stringify(value, null, 2)}
      onChange={(text) => {
        setTyped(text);
        const settings = readSettings(text);
        if (settings) onChange(settings);
      }}
      {...(wrong ? { error: wrong } : {})}
    />
  );
}

function readSettings(text: string): Settings | null {
  try {
    const read: unknown = JSON.parse(text);
    return read !== null && typeof read === "object" && !Array.isArray(read) ? (read as Settings) : null;
  } catch {
    return null;
  }
}
