import { BlockStack, Card, Checkbox, FormLayout, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import {
  formOfSending,
  type HoursForm,
  type SendingErrors,
  type SendingForm,
  type SendingPageData,
} from "~/engine/messaging/sending/schema";
import { MESSAGE_CHANNELS, type MessageChannel } from "~/engine/messaging/schema";
import { SettingsFrame } from "~/ui/SettingsFrame";
import { useSavedForm } from "~/ui/use-saved-form";
import { SettingsSection } from "~/ui/SettingsSection";

import { HoursCard } from "./HoursCard";
import type { SendingActions } from "./use-sending-actions";

/** How many messages one person gets, and at what hours. */
export function SendingPage({ data, actions }: { data: SendingPageData; actions: SendingActions }) {
  const { t } = useTranslation("settings");
  const { form, isDirty, change, discard } = useSavedForm(formOfSending(data.settings));
  const errors = isDirty ? actions.errors : {};
  const changeHours = (channel: MessageChannel, part: Partial<HoursForm>) =>
    change({ hours: { ...form.hours, [channel]: { ...form.hours[channel], ...part } } });
  return (
    <SettingsFrame
      title={t("sending.title")}
      back={{ content: t("title"), url: "/app/settings" }}
      isDirty={isDirty}
      isSaving={actions.isSaving}
      onSave={() => actions.onSave(form)}
      onDiscard={discard}
    >
      <SettingsSection title={t("sending.budget")} description={t("sending.budgetHelp")}>
        <BudgetCard {...{ form, change, errors }} />
      </SettingsSection>
      <SettingsSection title={t("sending.hours")} description={t("sending.hoursHelp", { zone: data.zone })}>
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
      </SettingsSection>
      <SettingsSection title={t("sending.birthdays")} description={t("sending.birthdaysHelp")}>
        <Card>
          <Checkbox
            label={t("sending.asksBirthday")}
            helpText={t("sending.asksBirthdayHelp")}
            checked={form.asksBirthday}
            onChange={(asksBirthday) => change({ asksBirthday })}
          />
        </Card>
      </SettingsSection>
      <SettingsSection title={t("sending.webhooks")} description={t("sending.webhooksHelp")}>
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
      </SettingsSection>
    </SettingsFrame>
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
