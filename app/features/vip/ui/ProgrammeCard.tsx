import { BlockStack, Box, Card, Checkbox, ChoiceList, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useErrorText } from "./use-error-text";
import type { VipFormState } from "./use-vip-form";

/** Whether there are tiers, and which orders count. */
export function ProgrammeCard({ state }: { state: VipFormState }) {
  const { t } = useTranslation("vip");
  const errorOf = useErrorText(state.errors);
  const { form, change } = state;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("programme.title")}
        </Text>
        <Checkbox
          label={t("programme.enabled")}
          helpText={t("programme.enabledHelp")}
          checked={form.isEnabled}
          onChange={(isEnabled) => change({ isEnabled })}
        />
        <ChoiceList
          title={t("window.title")}
          selected={[form.window]}
          choices={[
            {
              value: "rolling",
              label: t("window.rolling"),
              helpText: t("window.rollingHelp"),
              renderChildren: (isSelected) =>
                isSelected ? (
                  <Box maxWidth="200px" paddingBlockEnd="200">
                    <TextField
                      label={t("window.days")}
                      autoComplete="off"
                      inputMode="numeric"
                      value={form.days}
                      onChange={(days) => change({ days })}
                      {...errorOf("window.days")}
                    />
                  </Box>
                ) : null,
            },
            { value: "lifetime", label: t("window.lifetime"), helpText: t("window.lifetimeHelp") },
          ]}
          onChange={([window]) => change({ window: window === "lifetime" ? "lifetime" : "rolling" })}
        />
      </BlockStack>
    </Card>
  );
}
