import { BlockStack, Checkbox, ChoiceList, TextField } from "@shopify/polaris";

import type { PlainField } from "~/engine/flows/setting-field";

import { ChoiceSelect } from "./ChoiceSelect";
import { CountField } from "./CountField";
import { TimeField } from "./TimeField";
import type { FieldTexts } from "./use-field-texts";

type Props = {
  field: PlainField;
  texts: FieldTexts;
  value: unknown;
  error?: string;
  onChange: (value: unknown) => void;
};

/** One field of a contributed form. A value it cannot show is as good as none: the next choice replaces it. */
export function PlainSetting(props: Props) {
  const { field, value, onChange } = props;
  switch (field.kind) {
    case "count":
    case "percent":
    case "optional-count":
      return <NumberSetting {...props} field={field} />;
    case "choice":
    case "choices":
      return <ChoiceSetting {...props} field={field} />;
    case "flag":
      return <Checkbox {...said(props)} checked={value === true} onChange={onChange} />;
    case "time":
      return <TimeField {...said(props)} value={textIn(value)} onChange={onChange} />;
    case "text":
      return (
        <TextField
          {...said(props)}
          autoComplete="off"
          maxLength={field.maxLength}
          value={textIn(value)}
          onChange={onChange}
        />
      );
  }
}

function said({ texts: { label, help }, error }: Pick<Props, "texts" | "error">) {
  return { label, ...(help ? { helpText: help } : {}), ...(error ? { error } : {}) };
}

type Kinds<Kind extends PlainField["kind"]> = Omit<Props, "field"> & {
  field: Extract<PlainField, { kind: Kind }>;
};

/** A number field says itself what is wrong with what is typed. */
function NumberSetting({ field, texts, value, onChange }: Kinds<"count" | "percent" | "optional-count">) {
  const number = typeof value === "number" ? value : null;
  if (field.kind === "optional-count")
    return <OptionalCount {...{ field, texts, onChange }} value={number} />;
  const { min, max } = field;
  const shared = { ...said({ texts }), min, max };
  if (field.kind === "percent") {
    const percent = number === null ? min : number / 100;
    return <CountField {...shared} suffix="%" value={percent} onChange={(next) => onChange(next * 100)} />;
  }
  const more = {
    ...(field.step ? { step: field.step } : {}),
    ...(texts.suffix ? { suffix: texts.suffix } : {}),
  };
  return <CountField {...shared} {...more} value={number ?? min} onChange={onChange} />;
}

function ChoiceSetting({ field, texts, value, error, onChange }: Kinds<"choice" | "choices">) {
  const choices = field.values.map((name) => ({ value: name, label: texts.of(`values.${name}`) }));
  if (field.kind === "choice")
    return (
      <ChoiceSelect
        {...said({ texts, ...(error ? { error } : {}) })}
        {...{ choices, onChange }}
        value={textIn(value)}
      />
    );
  return (
    <ChoiceList
      allowMultiple
      title={texts.label}
      choices={choices}
      selected={Array.isArray(value) ? value.filter((one) => typeof one === "string") : []}
      onChange={(chosen) => onChange(field.values.filter((name) => chosen.includes(name)))}
      {...(error ? { error } : {})}
    />
  );
}

function OptionalCount({
  field: { min, max, initial },
  texts: { label, help, suffix, of },
  value,
  onChange,
}: {
  field: Extract<PlainField, { kind: "optional-count" }>;
  texts: FieldTexts;
  value: number | null;
  onChange: (value: number | null) => void;
}) {
  return (
    <BlockStack gap="200">
      <Checkbox
        label={of("switch")}
        checked={value !== null}
        onChange={(isOn) => onChange(isOn ? initial : null)}
      />
      {value === null ? null : (
        <CountField
          {...{ label, min, max, value, onChange }}
          {...(help ? { helpText: help } : {})}
          {...(suffix ? { suffix } : {})}
        />
      )}
    </BlockStack>
  );
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}
