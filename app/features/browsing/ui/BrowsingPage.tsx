import { BlockStack, Card, Checkbox, List, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { SettingsFrame } from "~/ui/SettingsFrame";
import { useSavedForm } from "~/ui/use-saved-form";
import { SettingsSection } from "~/ui/SettingsSection";

import { type BrowsingPageData, formOf } from "../schema";
import { CountingCard } from "./CountingCard";
import { StandingCard } from "./StandingCard";
import type { BrowsingActions } from "./use-browsing-actions";

/** Whether the pixel is there, what it collects, and where it is listened to. */
export function BrowsingPage({ data, actions }: { data: BrowsingPageData; actions: BrowsingActions }) {
  const { t } = useTranslation("browsing");
  const originsError = (line: string | null) =>
    line === null ? t("origins.tooMany") : t("origins.wrong", { wrong: line });
  const { form, isDirty, change, discard } = useSavedForm(formOf(data.settings));
  const wrong = isDirty ? actions.wrong : undefined;
  const error = wrong?.field === "moreOrigins" ? originsError(wrong.line) : null;
  return (
    <SettingsFrame
      title={t("title")}
      back={{ content: t("back"), url: "/app/settings" }}
      isDirty={isDirty}
      isSaving={actions.isSaving}
      onSave={() => actions.onSave(form)}
      onDiscard={discard}
    >
      <SettingsSection title={t("standing.title")} description={t("standing.help")}>
        <BlockStack gap="400">
          <StandingCard data={data} />
          <Card>
            <Checkbox
              label={t("switch.label")}
              helpText={t("switch.help")}
              checked={form.isOn}
              onChange={(isOn) => change({ isOn })}
            />
          </Card>
        </BlockStack>
      </SettingsSection>
      <SettingsSection title={t("collected.title")} description={t("collected.help")}>
        <CollectedCard data={data} />
      </SettingsSection>
      <SettingsSection title={t("origins.title")} description={t("origins.help")}>
        <Card>
          <BlockStack gap="300">
            <List>
              {data.origins.map((origin) => (
                <List.Item key={origin}>{origin}</List.Item>
              ))}
            </List>
            <TextField
              label={t("origins.more")}
              helpText={t("origins.moreHelp")}
              autoComplete="off"
              multiline={2}
              value={form.moreOrigins}
              onChange={(moreOrigins) => change({ moreOrigins })}
              {...(error === null ? {} : { error })}
            />
          </BlockStack>
        </Card>
      </SettingsSection>
      <SettingsSection title={t("counting.title")} description={t("counting.help")}>
        <CountingCard
          form={form}
          change={change}
          areMinutesWrong={wrong?.field === "abandonedAfterMinutes"}
        />
      </SettingsSection>
    </SettingsFrame>
  );
}

function CollectedCard({ data: { keptDays } }: { data: BrowsingPageData }) {
  const { t } = useTranslation("browsing");
  return (
    <Card>
      <BlockStack gap="300">
        <List>
          {(["products", "cart", "checkout", "mail", "visits"] as const).map((what) => (
            <List.Item key={what}>{t(`collected.${what}`)}</List.Item>
          ))}
        </List>
        {(["consent", "link", "never"] as const).map((rule) => (
          <Text as="p" key={rule}>
            {t(`collected.${rule}`)}
          </Text>
        ))}
        <Text as="p" tone="subdued">
          {t("collected.kept", keptDays)}
        </Text>
      </BlockStack>
    </Card>
  );
}
