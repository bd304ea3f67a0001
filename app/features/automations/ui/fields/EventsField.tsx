import { BlockStack, InlineStack, Select, Tag, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useNamed } from "../use-named";

/** Several kinds of events: added one by one, each taken out by its own button. */
export function EventsField({
  label,
  value,
  events,
  error,
  onChange,
}: {
  label: string;
  value: readonly string[];
  events: readonly string[];
  error?: string | undefined;
  onChange: (events: string[]) => void;
}) {
  const { t } = useTranslation("flow-screens");
  const { eventName } = useNamed();
  const left = events
    .filter((type) => !value.includes(type))
    .map((type) => ({ value: type, label: eventName(type) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <BlockStack gap="200">
      <Select
        label={label}
        value=""
        options={[{ value: "", label: t("field.addEvent") }, ...left]}
        onChange={(type) => {
          if (type !== "") onChange([...value, type]);
        }}
        {...(error ? { error } : {})}
      />
      {value.length === 0 ? (
        <Text as="p" tone="subdued">
          {t("field.noEvent")}
        </Text>
      ) : (
        <InlineStack gap="200">
          {value.map((type) => (
            <Tag key={type} onRemove={() => onChange(value.filter((one) => one !== type))}>
              {eventName(type)}
            </Tag>
          ))}
        </InlineStack>
      )}
    </BlockStack>
  );
}
