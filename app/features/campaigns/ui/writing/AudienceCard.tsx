import { BlockStack, Card, Checkbox, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { findProblems } from "~/engine/facts/rules/problems";
import { ConditionEditor } from "~/engine/facts/ui/ConditionEditor";

import { useWriting } from "./writing-context";

/** Whom a campaign is for. */
export function AudienceCard() {
  const { t } = useTranslation("campaigns");
  const { draft, materials } = useWriting();
  const { audience, hasHoldout } = draft.content;
  const isEverybody = audience.kind === "all" && audience.of.length === 0;
  const { facts, names, currencyCode } = materials;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("fields.audience")}
        </Text>
        <Text as="p" tone="subdued">
          {t(isEverybody ? "audience.everybodyHelp" : "audience.help")}
        </Text>
        <ConditionEditor
          value={audience}
          onChange={(next) => draft.set({ audience: next })}
          facts={facts}
          names={names}
          currencyCode={currencyCode}
          problems={findProblems(audience, (key) => facts.find((fact) => fact.key === key) ?? null)}
        />
        <Checkbox
          label={t("audience.holdout")}
          helpText={t("audience.holdoutHelp")}
          checked={hasHoldout}
          onChange={(next) => draft.set({ hasHoldout: next })}
        />
      </BlockStack>
    </Card>
  );
}
