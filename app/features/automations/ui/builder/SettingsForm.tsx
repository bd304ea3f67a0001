import { FormLayout } from "@shopify/polaris";

import type { PartItem } from "~/engine/flows/presenter.server";
import type { SettingField } from "~/engine/flows/setting-field";

import { PickSetting } from "../fields/PickSetting";
import { PlainSetting } from "../fields/PlainSetting";
import { RowsSetting } from "../fields/RowsSetting";
import { useFieldTexts } from "../fields/use-field-texts";
import { useProblemAt } from "./use-problem-at";

type Settings = Record<string, unknown>;

type Props = {
  of: "triggers" | "actions";
  item: PartItem;
  settings: Settings;
  /** Where in the flow the part is: what is wrong with a field is told at it. */
  place: string;
  onChange: (part: Settings) => void;
};

/** The form of a trigger or an action, made of what its feature says of its settings. */
export function SettingsForm({ of, item, settings, place, onChange }: Props) {
  const texts = useFieldTexts(of, item);
  const problemAt = useProblemAt();
  // Null is a choice too: switched off.
  const valueOf = (name: string) => (name in settings ? settings[name] : item.initial[name]);
  const isShown = ({ when }: SettingField) => when === undefined || valueOf(when.field) === when.is;
  const pickOf = (name: string) => ({ options: item.options[name] ?? [], picked: valueOf(name) });
  if (item.fields.length === 0) return null;
  return (
    <FormLayout>
      {item.fields.filter(isShown).map((field) => {
        const shared = {
          texts: texts(field.name),
          value: valueOf(field.name),
          onChange: (value: unknown) => onChange({ [field.name]: value }),
          ...problemAt(`${place}.settings.${field.name}`),
        };
        if (field.kind === "rows")
          return <RowsSetting key={field.name} field={field} textsOf={texts} {...shared} />;
        if (field.kind === "option")
          return <PickSetting key={field.name} field={field} {...shared} {...pickOf(field.name)} />;
        if (field.kind === "option-value")
          return <PickSetting key={field.name} field={field} {...shared} {...pickOf(field.of)} />;
        return <PlainSetting key={field.name} field={field} {...shared} />;
      })}
    </FormLayout>
  );
}
