import { BlockStack, Card, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { newTrigger } from "../../rules/new-parts";
import { useNamed } from "../use-named";
import { useBuilder } from "./builder-context";
import { TriggerForm } from "./TriggerForm";
import { useProblemAt } from "./use-problem-at";

/** How the flow begins. */
export function TriggerCard() {
  const { t } = useTranslation("flow-screens");
  const { editor, materials } = useBuilder();
  const { nameOf, hintOf } = useNamed();
  const problemAt = useProblemAt();
  const { trigger } = editor.definition;
  const item = materials.triggers.find(({ key }) => key === trigger.key);
  const hint = item ? hintOf("triggers", item) : "";
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("builder.trigger")}
        </Text>
        <Select
          id="part-trigger"
          label={t("builder.triggerWhat")}
          value={item ? trigger.key : ""}
          options={[
            { value: "", label: t("field.choose") },
            ...materials.triggers.map((one) => ({ value: one.key, label: nameOf("triggers", one) })),
          ]}
          onChange={(key) => {
            const picked = materials.triggers.find((one) => one.key === key);
            editor.change({ trigger: newTrigger(picked ?? { key, initial: {} }) });
          }}
          {...(item ? {} : problemAt("trigger"))}
          {...(hint ? { helpText: hint } : {})}
        />
        {item ? <TriggerForm key={trigger.key} trigger={trigger} item={item} /> : null}
      </BlockStack>
    </Card>
  );
}
