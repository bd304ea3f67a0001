import { TextField } from "@shopify/polaris";
import { useState } from "react";

/** A text, or several with commas between them. */
export function TextsField({
  label,
  texts,
  isOne,
  error,
  onChange,
}: {
  label: string;
  texts: readonly string[];
  isOne: boolean;
  error?: string | undefined;
  onChange: (texts: string[]) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextField
      label={label}
      autoComplete="off"
      maxLength={isOne ? 200 : 2_000}
      value={typed ?? texts.join(", ")}
      onChange={(text) => {
        setTyped(text);
        onChange(isOne ? [text].filter((one) => one !== "") : splitTexts(text));
      }}
      onBlur={() => setTyped(null)}
      {...(error ? { error } : {})}
    />
  );
}

function splitTexts(text: string): string[] {
  const texts = text.split(",").map((one) => one.trim());
  return [...new Set(texts)].filter((one) => one !== "");
}
