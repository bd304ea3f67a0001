import { BlockStack, Checkbox, FormLayout, Select } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { DoingForm } from "../form/schema";
import { DOING_KINDS } from "../settings/schema";

import { FormField } from "./FormField";
import { RowList } from "./RowList";
import { SectionCard } from "./SectionCard";
import { useProblemText } from "./use-problem-text";
import type { ProgrammeFormState } from "./use-programme-form";

/** Kinds of which there are several: a word tells which. */
const KEYED: readonly DoingForm["kind"][] = ["custom", "social-follow", "survey"];

/** What earns points beside orders. */
export function DoingsCard({ state }: { state: ProgrammeFormState }) {
  const { t } = useTranslation("loyalty-screens");
  const { form, addRow, removeRow } = state;
  const unused = DOING_KINDS.find((kind) => form.doings.every((rule) => rule.kind !== kind)) ?? "custom";
  return (
    <SectionCard title={t("doings.title")} text={t("doings.text")}>
      <RowList
        rows={form.doings}
        addLabel={t("doings.add")}
        removeLabel={({ kind }) => t("remove", { name: t(`loyalty:earn.${kind}`) })}
        onAdd={() =>
          addRow("doings", {
            ...{ kind: unused, key: "", isOn: true, title: "", titles: {} },
            ...{ points: "50", onceInDays: "" },
          })
        }
        onRemove={(id) => removeRow("doings", id)}
      >
        {(rule, index) => <DoingFields state={state} rule={rule} path={`doings.${index}`} />}
      </RowList>
    </SectionCard>
  );
}

type FieldsProps = { state: ProgrammeFormState; rule: DoingForm; path: string };

function DoingFields({ state, rule, path }: FieldsProps) {
  const { t } = useTranslation("loyalty-screens");
  const errorOf = useProblemText(state);
  const change = (part: Partial<DoingForm>) => state.changeRow("doings", rule.id, part);
  const field = (name: "points" | "onceInDays" | "title" | "key") => ({
    value: rule[name],
    onChange: (value: string) => change({ [name]: value }),
    ...errorOf(`${path}.${name}`),
  });
  return (
    <BlockStack gap="300">
      <FormLayout>
        <Select
          label={t("doings.kind")}
          helpText={t(`doings.how.${rule.kind}`)}
          options={DOING_KINDS.map((kind) => ({ value: kind, label: t(`loyalty:earn.${kind}`) }))}
          value={rule.kind}
          onChange={(kind) => change({ kind: DOING_KINDS.find((one) => one === kind) ?? rule.kind })}
        />
        <FormLayout.Group condensed>
          <FormField kind="whole" label={t("doings.points")} {...field("points")} />
          <FormField
            kind="whole"
            label={t("doings.onceInDays")}
            placeholder={t("doings.each")}
            suffix={t("days")}
            {...field("onceInDays")}
          />
        </FormLayout.Group>
        <FormLayout.Group condensed>
          <FormField
            label={t("doings.name")}
            placeholder={t(`loyalty:earn.${rule.kind}`)}
            {...field("title")}
          />
          {KEYED.includes(rule.kind) ? (
            <FormField label={t("doings.key")} help={t("doings.keyHelp")} {...field("key")} />
          ) : null}
        </FormLayout.Group>
      </FormLayout>
      <Checkbox label={t("isOn")} checked={rule.isOn} onChange={(isOn) => change({ isOn })} />
    </BlockStack>
  );
}
