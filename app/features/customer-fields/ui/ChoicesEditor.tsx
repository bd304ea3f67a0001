import { BlockStack, Button, InlineError, InlineGrid, Text, TextField } from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import { FIELD_LIMITS, type TypedChoice } from "../schema";

/** What can be chosen of a field, one line each. */
export function ChoicesEditor({
  choices,
  error,
  onChange,
}: {
  choices: readonly TypedChoice[];
  error?: string;
  onChange: (choices: TypedChoice[]) => void;
}) {
  const { t } = useTranslation("customer-fields");
  const id = useId();
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t("choices.title")}
      </Text>
      {choices.map((choice, index) => (
        <InlineGrid key={index} columns="1fr auto" gap="200" alignItems="center">
          <TextField
            label={t("choices.label", { number: index + 1 })}
            labelHidden
            autoComplete="off"
            maxLength={FIELD_LIMITS.choiceLength}
            placeholder={t("choices.label", { number: index + 1 })}
            value={choice.label}
            onChange={(label) => onChange(choices.with(index, { ...choice, label }))}
          />
          <Button
            variant="tertiary"
            icon={DeleteIcon}
            accessibilityLabel={t("choices.remove", { label: choice.label || index + 1 })}
            disabled={choices.length === 1}
            onClick={() => onChange(choices.toSpliced(index, 1))}
          />
        </InlineGrid>
      ))}
      {error ? <InlineError message={error} fieldID={id} /> : null}
      {choices.length < FIELD_LIMITS.choices ? (
        <div id={id}>
          <Button onClick={() => onChange([...choices, { id: null, label: "" }])}>{t("choices.add")}</Button>
        </div>
      ) : null}
    </BlockStack>
  );
}
