import { Box, Layout, Page } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { SaveBar } from "~/ui/SaveBar";

import type { MeasurementSettings } from "../../tracking/schema";
import type { SenderPageData } from "../schema";
import { ChecksCard } from "./ChecksCard";
import { HooksCard } from "./HooksCard";
import { MeasurementCard } from "./MeasurementCard";
import type { SenderActions } from "./use-sender-actions";

/** Whether mailboxes can believe who mails come from, how mails are measured, and who reports bounces. */
export function SenderPage({ data, actions }: { data: SenderPageData; actions: SenderActions }) {
  const { t } = useTranslation("messaging");
  const { form, isDirty, change, discard } = useForm(data.settings);
  const { domain } = data.sender;
  return (
    <Page title={t("sender.title")} backAction={{ content: t("sender.back"), url: "/app/settings" }}>
      <SaveBar
        open={isDirty}
        saving={actions.isSaving}
        onSave={() => actions.onSave(form)}
        onDiscard={discard}
      />
      <Layout>
        <Layout.AnnotatedSection
          title={t("sender.checks.title")}
          description={t("sender.checks.help", { domain })}
        >
          <ChecksCard sender={data.sender} actions={actions} />
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection title={t("sender.measure.title")} description={t("sender.measure.help")}>
          <MeasurementCard form={form} change={change} errors={isDirty ? actions.errors : {}} />
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection title={t("sender.hooks.title")} description={t("sender.hooks.help")}>
          <HooksCard hooks={data.hooks} />
        </Layout.AnnotatedSection>
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function useForm(saved: MeasurementSettings) {
  const savedText = JSON.stringify(saved);
  const [form, setForm] = useState(saved);
  const shownText = useRef(savedText);
  useEffect(() => {
    // Only what was saved anew replaces what is being typed.
    if (shownText.current === savedText) return;
    shownText.current = savedText;
    setForm(JSON.parse(savedText) as MeasurementSettings);
  }, [savedText]);
  return {
    form,
    isDirty: JSON.stringify(form) !== savedText,
    change: (part: Partial<MeasurementSettings>) => setForm((before) => ({ ...before, ...part })),
    discard: () => setForm(saved),
  };
}
