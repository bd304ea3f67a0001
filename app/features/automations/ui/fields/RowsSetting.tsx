import { BlockStack, Button, FormLayout, InlineError, Text } from "@shopify/polaris";
import { useId } from "react";

import type { RowsField } from "~/engine/flows/setting-field";

import { PlainSetting } from "./PlainSetting";
import type { FieldTexts } from "./use-field-texts";

type Row = Record<string, unknown>;

type Props = {
  field: RowsField;
  texts: FieldTexts;
  /** Texts of the fields in a row: those of `<name of the rows>.<name of the field>`. */
  textsOf: (field: string) => FieldTexts;
  value: unknown;
  error?: string;
  onChange: (rows: Row[]) => void;
};

/** Rows of fields, such as what is given from which year on: added and taken out one by one. */
export function RowsSetting({ field, texts, textsOf, value, error, onChange }: Props) {
  const id = useId();
  const rows: readonly Row[] = Array.isArray(value) ? (value as Row[]) : [];
  const setRow = (index: number, part: Row) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {texts.label}
      </Text>
      {texts.help ? (
        <Text as="p" tone="subdued">
          {texts.help}
        </Text>
      ) : null}
      {rows.map((row, index) => (
        <BlockStack key={index} gap="100">
          <FormLayout.Group condensed>
            {field.of.map((one) => (
              <PlainSetting
                key={one.name}
                field={one}
                texts={textsOf(`${field.name}.${one.name}`)}
                value={row[one.name]}
                onChange={(next) => setRow(index, { [one.name]: next })}
              />
            ))}
          </FormLayout.Group>
          {rows.length > 1 ? (
            <div>
              <Button
                variant="plain"
                tone="critical"
                accessibilityLabel={`${texts.of("remove")}: ${index + 1}`}
                onClick={() => onChange(rows.filter((_row, at) => at !== index))}
              >
                {texts.of("remove")}
              </Button>
            </div>
          ) : null}
        </BlockStack>
      ))}
      {error ? <InlineError message={error} fieldID={id} /> : null}
      {rows.length < field.most ? (
        <div id={id}>
          <Button onClick={() => onChange([...rows, { ...field.initial }])}>{texts.of("add")}</Button>
        </div>
      ) : null}
    </BlockStack>
  );
}
