import { BlockStack, Box, Card, Checkbox, FormLayout, Layout, Page, TextField } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import {
  formOfSending,
  type HoursForm,
  type SendingErrors,
  type SendingForm,
  type SendingPageData,
} from "~/engine/messaging/sending/schema";
import { MESSAGE_CHANNELS, type MessageChannel } from "~/engine/messaging/schema";
import { SaveBar } from "~/ui/SaveBar";

import { HoursCard } from "./HoursCard";
import type { SendingActions } from "./use-sending-actions";

/** How many messages one person gets, and at what hours. */
export function SendingPage({ data, actions }: { data: SendingPageData; actions: SendingActions }) {
  const { t } = useTranslation("settings");
  const { form, isDirty, change, discard } = useForm(data);
  const errors = isDirty ? actions.errors : {};
  const changeHours = (channel: MessageChannel, part: Partial<HoursForm>) =>
    change({ hours: { ...form.hours, [channel]: { ...form.hours[channel], ...part } } });
  return (
    <Page title={t("sending.title")} backAction={{ content: t("title"), url: "/app/settings" }}>
      <SaveBar
        open={isDirty}
        saving={actions.isSaving}
        onSave={() => actions.onSave(form)}
        onDiscard={discard}
      />
      <Layout>
        <Layout.AnnotatedSection title={t("sending.budget")} description={t("sending.budgetHelp")}>
          <BudgetCard {...{ form, change, errors }} />
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection
          title={t("sending.hours")}
          description={t("sending.hoursHelp", { zone: data.zone })}
        >
          <BlockStack gap="400">
            {MESSAGE_CHANNELS.map((channel) => (
              <HoursCard
                key={channel}
                channel={channel}
                hours={form.hours[channel]}
                change={(part) => changeHours(channel, part)}
                errors={errors}
              />
            ))}
          </BlockStack>
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection title={t("sending.birthdays")} description={t("sending.birthdaysHelp")}>
          <Card>
            <Checkbox
              label={t("sending.asksBirthday")}
              helpText={t("sending.asksBirthdayHelp")}
              checked={form.asksBirthday}
              onChange={(asksBirthday) => change({ asksBirthday })}
            />
          </Card>
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection title={t("sending.webhooks")} description={t("sending.webhooksHelp")}>
          <Card>
            <TextField
              label={t("sending.secret")}
              helpText={t("sending.secretHelp")}
              value={data.webhookSecret}
              autoComplete="off"
              readOnly
              monospaced
              selectTextOnFocus
            />
          </Card>
        </Layout.AnnotatedSection>
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

type BudgetProps = {
  form: SendingForm;
  change: (part: Partial<SendingForm>) => void;
  errors: SendingErrors;
};

function BudgetCard({ form, change, errors }: BudgetProps) {
  const { t } = useTranslation("settings");
  const fields = [
    ["perDay", 10],
    ["perWeek", 50],
  ] as const;
  return (
    <Card>
      <FormLayout>
        {fields.map(([field, max]) => {
          const code = errors[field];
          return (
            <TextField
              key={field}
              type="number"
              min={1}
              max={max}
              autoComplete="off"
              label={t(`sending.${field}`)}
              helpText={t(`sending.${field}Help`)}
              value={form[field]}
              onChange={(value) => change({ [field]: value })}
              {...(code ? { error: t([`sending.error.${code}`, "error.invalid"], { max }) } : {})}
            />
          );
        })}
      </FormLayout>
    </Card>
  );
}

function useForm(data: SendingPageData) {
  const saved = formOfSending(data.settings);
  const savedText = JSON.stringify(saved);
  const [form, setForm] = useState(saved);
  const shownText = useRef(savedText);
  useEffect(() => {
    // Only what was saved anew replaces what is being typed.
    if (shownText.current === savedText) return;
    shownText.current = savedText;
    setForm(JSON.parse(savedText) as SendingForm);
  }, [savedText]);
  return {
    form,
    isDirty: JSON.stringify(form) !== savedText,
    change: (part: Partial<SendingForm>) => setForm((before) => ({ ...before, ...part })),
    discard: () => setForm(saved),
  };
}
