import { BlockStack, Box, Card, Checkbox, ChoiceList, FormLayout, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { WINDOWS } from "../form/schema";

import { useErrorText } from "./use-error-text";
import type { VipFormState } from "./use-vip-form";

/** Whether there are tiers, in which time what customers do counts, and how a tier ends. */
export function ProgrammeCard({ state }: { state: VipFormState }) {
  const { t } = useTranslation("vip");
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
        <WindowChoice state={state} />
        <Endings state={state} />
      </BlockStack>
    </Card>
  );
}

function WindowChoice({ state: { form, change, errors } }: { state: VipFormState }) {
  const { t } = useTranslation("vip");
  const errorOf = useErrorText(errors);
  return (
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
        {
          value: "calendar-year",
          label: t("window.calendar-year"),
          helpText: t("window.calendar-yearHelp"),
        },
        { value: "lifetime", label: t("window.lifetime"), helpText: t("window.lifetimeHelp") },
      ]}
      onChange={([chosen]) => change({ window: WINDOWS.find((window) => window === chosen) ?? form.window })}
    />
  );
}

/** Grace and notice. */
function Endings({ state: { form, change, errors } }: { state: VipFormState }) {
  const { t } = useTranslation("vip");
  const errorOf = useErrorText(errors);
  const field = { autoComplete: "off", inputMode: "numeric", suffix: t("ending.days") } as const;
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t("ending.title")}
      </Text>
      <FormLayout>
        <FormLayout.Group condensed={false}>
          <TextField
            {...field}
            label={t("ending.grace")}
            helpText={t("ending.graceHelp")}
            value={form.graceDays}
            onChange={(graceDays) => change({ graceDays })}
            {...errorOf("graceDays")}
          />
          <TextField
            {...field}
            label={t("ending.notice")}
            helpText={t("ending.noticeHelp")}
            value={form.noticeDays}
            onChange={(noticeDays) => change({ noticeDays })}
            {...errorOf("noticeDays")}
          />
        </FormLayout.Group>
      </FormLayout>
      <Checkbox
        label={t("ending.withdrawsPerks")}
        helpText={t("ending.withdrawsPerksHelp")}
        checked={form.withdrawsPerks}
        onChange={(withdrawsPerks) => change({ withdrawsPerks })}
      />
    </BlockStack>
  );
}
