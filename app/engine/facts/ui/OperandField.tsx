import { InlineGrid, Select, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { Comparison } from "../condition";
import { operandKindOf } from "../rules/edit";
import { choicePhrase } from "../rules/explain";
import type { FactInfo } from "../schema";

import { ChoicesField } from "./ChoicesField";
import { useEditor } from "./editor-context";
import { MoneyField } from "./MoneyField";
import { NumberField } from "./NumberField";
import { TextsField } from "./TextsField";
import { ValuePicker } from "./ValuePicker";

type Operand = Comparison["operand"];
type Props = {
  comparison: Comparison;
  fact: FactInfo;
  error?: string | undefined;
  onChange: (operand: Operand) => void;
};

/** What a comparison compares with, by the kind its operator needs. */
export function OperandField({ comparison, fact, error, onChange }: Props) {
  const { t } = useTranslation("facts");
  const { operator, operand } = comparison;
  const Field = fact.type === "money" ? MoneyField : NumberField;
  const number = typeof operand === "number" ? operand : null;
  switch (operandKindOf(operator)) {
    case "none":
      return null;
    case "number":
      return <Field label={t("editor.value")} value={number} error={error} onChange={onChange} />;
    case "days":
      return <NumberField label={t("editor.days")} value={number} error={error} onChange={onChange} />;
    case "day":
      return (
        <TextField
          label={t("editor.day")}
          type="date"
          autoComplete="off"
          value={typeof operand === "string" ? operand : ""}
          onChange={(day) => onChange(day === "" ? null : day)}
          {...(error ? { error } : {})}
        />
      );
    case "pair":
      return <PairField {...{ comparison, fact, error, onChange }} />;
    case "text":
    case "texts":
      return <TextOperand {...{ comparison, fact, error, onChange }} />;
  }
}

/** Two numbers; told only when both can be read. */
function PairField({ comparison: { operand }, fact, error, onChange }: Props) {
  const { t } = useTranslation("facts");
  const Field = fact.type === "money" ? MoneyField : NumberField;
  const [from, to] = Array.isArray(operand) && typeof operand[0] === "number" ? operand : [null, null];
  const first = typeof from === "number" ? from : null;
  const second = typeof to === "number" ? to : null;
  return (
    <InlineGrid columns={2} gap="200">
      <Field
        label={t("editor.from")}
        value={first}
        error={error}
        onChange={(value) => onChange(value === null ? null : [value, second ?? value])}
      />
      <Field
        label={t("editor.to")}
        value={second}
        onChange={(value) => onChange(value === null ? null : [first ?? value, value])}
      />
    </InlineGrid>
  );
}

function TextOperand({ comparison: { operator, operand }, fact, error, onChange }: Props) {
  const { t } = useTranslation("facts");
  const { wording } = useEditor();
  const isOne = operandKindOf(operator) === "text";
  const texts = [operand ?? []].flat().map(String);
  const tell = (values: string[]) => onChange(isOne ? (values[0] ?? null) : values);
  const field = { error, isOne, onChange: tell };
  if (fact.names === "tag" || fact.names === "product") {
    return <ValuePicker {...field} label={t(`editor.${fact.names}`)} names={fact.names} picked={texts} />;
  }
  const choices = fact.choices.map((value) => ({ value, label: choicePhrase(value, fact, wording) }));
  if (choices.length === 0) {
    return <TextsField {...field} label={t(isOne ? "editor.value" : "editor.values")} texts={texts} />;
  }
  if (!isOne)
    return (
      <ChoicesField
        label={t("editor.value")}
        choices={choices}
        picked={texts}
        error={error}
        onChange={tell}
      />
    );
  return (
    <Select
      label={t("editor.value")}
      placeholder={t("editor.choose")}
      options={choices}
      value={texts[0] ?? ""}
      onChange={(value) => onChange(value)}
      {...(error ? { error } : {})}
    />
  );
}
