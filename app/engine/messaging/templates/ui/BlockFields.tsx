import { BlockStack, Checkbox, Select, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { Block } from "../schema";

import { BLOCK_FIELDS, type FieldSpec } from "./block-fields";
import { ProductPicker } from "./ProductPicker";
import { QuestionChoice } from "./QuestionChoice";
import type { EditorActions } from "./use-editor-actions";
import { VariableField } from "./VariableField";

export type BlockFieldsProps<Edited extends Block = Block> = {
  block: Edited;
  /** `about` names the field, so that typing on in it is one change. */
  onChange: (block: Edited, about: string) => void;
  actions: Pick<EditorActions, "products" | "onFindProducts">;
};

/** The form of a block, by what there is to change about its kind. */
export function BlockFields<Edited extends Block>({ block, onChange, actions }: BlockFieldsProps<Edited>) {
  const { t } = useTranslation("templates");
  const values = block as unknown as Readonly<Record<string, unknown>>;
  const specs = BLOCK_FIELDS[block.kind].filter(({ when }) => !when || values[when.name] === when.is);
  if (specs.length === 0) return <p>{t("blocks.nothing")}</p>;
  return (
    <BlockStack gap="300">
      {block.kind === "question" ? (
        <QuestionChoice block={block} onChange={(next) => onChange({ ...block, ...next }, "question")} />
      ) : null}
      {specs.map((spec) => (
        <BlockField
          key={spec.name}
          spec={spec}
          kind={block.kind}
          value={values[spec.name]}
          actions={actions}
          onChange={(value) => onChange({ ...block, [spec.name]: value }, spec.name)}
        />
      ))}
    </BlockStack>
  );
}

type FieldProps = Pick<BlockFieldsProps, "actions"> & {
  spec: FieldSpec;
  kind: Block["kind"];
  value: unknown;
  onChange: (value: unknown) => void;
};

function BlockField({ spec, kind, value, onChange, actions }: FieldProps) {
  const { t } = useTranslation("templates");
  const label = t([`block.${kind}.${spec.name}`, `field.${spec.name}`]);
  const text = typeof value === "string" ? value : "";
  switch (spec.input) {
    case "line":
      return <VariableField label={label} value={text} onChange={onChange} />;
    case "formatted":
      return <VariableField label={label} value={text} onChange={onChange} lines={5} hasMarks />;
    case "address":
      return (
        <VariableField
          label={label}
          helpText={t(`help.${spec.name}`)}
          value={text}
          onChange={onChange}
          types={["url"]}
        />
      );
    case "mjml":
      return (
        <VariableField
          label={label}
          helpText={t("help.mjml")}
          value={text}
          onChange={onChange}
          lines={12}
          isCode
        />
      );
    case "check":
      return <Checkbox label={label} checked={value === true} onChange={onChange} />;
    case "choice":
      return (
        <Select
          label={label}
          value={String(value)}
          options={spec.options.map((one) => ({
            label: t(`choice.${spec.name}.${one}`),
            value: String(one),
          }))}
          onChange={(chosen) => onChange(spec.options.find((one) => String(one) === chosen))}
        />
      );
    case "number":
      return (
        <TextField
          label={label}
          type="integer"
          min={spec.least}
          max={spec.most}
          suffix={spec.suffix}
          autoComplete="off"
          value={String(value)}
          onChange={(typed) => onChange(within(Number.parseInt(typed, 10), spec))}
        />
      );
    case "products":
      return <ProductPicker label={label} ids={value as string[]} onChange={onChange} actions={actions} />;
  }
}

function within(number: number, { least, most }: { least: number; most: number }): number {
  return Number.isFinite(number) ? Math.min(most, Math.max(least, number)) : least;
}
