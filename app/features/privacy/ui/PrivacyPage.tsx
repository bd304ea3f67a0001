import { BlockStack, Box, Card, Layout, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { SettingsSection } from "~/ui/SettingsSection";

import type { PrivacyPageData } from "../schema";
import { AccessCard } from "./AccessCard";
import { RequestsCard } from "./RequestsCard";

/** Requests about people, how long things are kept, and who looked at whose data. */
export function PrivacyPage({ data, onPage }: { data: PrivacyPageData; onPage: (page: number) => void }) {
  const { t } = useTranslation("privacy");
  return (
    <Page title={t("title")} backAction={{ content: t("back"), url: "/app/settings" }}>
      <Layout>
        <SettingsSection title={t("requests.title")} description={t("requests.help")}>
          <RequestsCard requests={data.requests} />
        </SettingsSection>
        <SettingsSection title={t("access.title")} description={t("access.help")}>
          <AccessCard access={data.access} onPage={onPage} />
        </SettingsSection>
        <SettingsSection title={t("periods.title")} description={t("periods.help")}>
          <PeriodsCard periods={data.periods} />
        </SettingsSection>
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function PeriodsCard({ periods }: { periods: PrivacyPageData["periods"] }) {
  const { t } = useTranslation("privacy");
  return (
    <Card>
      <BlockStack gap="300" as="ul">
        {periods.map(({ name, days }) => (
          <li key={name} style={{ listStyle: "none" }}>
            <Text as="p">{t(`periods.${name}`)}</Text>
            <Text as="p" variant="bodySm" tone="subdued">
              {t("periods.days", { count: days })}
            </Text>
          </li>
        ))}
      </BlockStack>
    </Card>
  );
}
