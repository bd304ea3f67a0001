import { BlockStack, Box, Card, Checkbox, Layout, List, Page, Text, TextField } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { SaveBar } from "~/ui/SaveBar";

import { type BrowsingForm, type BrowsingPageData, formOf } from "../schema";
import { StandingCard } from "./StandingCard";
import type { BrowsingActions } from "./use-browsing-actions";

/** Whether the pixel is there, what it collects, and where it is listened to. */
export function BrowsingPage({ data, actions }: { data: BrowsingPageData; actions: BrowsingActions }) {
  const { t } = useTranslation("browsing");
  const { form, isDirty, change, discard } = useForm(data);
  const { wrong } = actions;
  const error =
    wrong === undefined ? null : wrong === null ? t("origins.tooMany") : t("origins.wrong", { wrong });
  return (
    <Page title={t("title")} backAction={{ content: t("back"), url: "/app/settings" }}>
      <SaveBar
        open={isDirty}
        saving={actions.isSaving}
        onSave={() => actions.onSave(form)}
        onDiscard={discard}
      />
      <Layout>
        <Layout.AnnotatedSection title={t("standing.title")} description={t("standing.help")}>
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
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection title={t("collected.title")} description={t("collected.help")}>
          <CollectedCard data={data} />
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection title={t("origins.title")} description={t("origins.help")}>
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
                {...(isDirty && error !== null ? { error } : {})}
              />
            </BlockStack>
          </Card>
        </Layout.AnnotatedSection>
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function CollectedCard({ data: { keptDays } }: { data: BrowsingPageData }) {
  const { t } = useTranslation("browsing");
  return (
    <Card>
      <BlockStack gap="300">
        <List>
          {(["products", "cart", "checkout", "mail"] as const).map((what) => (
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

function useForm(data: BrowsingPageData) {
  const saved = formOf(data.settings);
  const savedText = JSON.stringify(saved);
  const [form, setForm] = useState(saved);
  const shownText = useRef(savedText);
  useEffect(() => {
    // Only what was saved anew replaces what is being typed.
    if (shownText.current === savedText) return;
    shownText.current = savedText;
    setForm(JSON.parse(savedText) as BrowsingForm);
  }, [savedText]);
  return {
    form,
    isDirty: JSON.stringify(form) !== savedText,
    change: (part: Partial<BrowsingForm>) => setForm((before) => ({ ...before, ...part })),
    discard: () => setForm(saved),
  };
}
