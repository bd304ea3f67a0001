import { useTranslation } from "react-i18next";

import { SettingsFrame } from "~/ui/SettingsFrame";
import { useSavedForm } from "~/ui/use-saved-form";
import { SettingsSection } from "~/ui/SettingsSection";

import type { SenderPageData } from "../schema";
import { ChecksCard } from "./ChecksCard";
import { HooksCard } from "./HooksCard";
import { MeasurementCard } from "./MeasurementCard";
import type { SenderActions } from "./use-sender-actions";

/** Whether mailboxes can believe who mails come from, how mails are measured, and who reports bounces. */
export function SenderPage({ data, actions }: { data: SenderPageData; actions: SenderActions }) {
  const { t } = useTranslation("messaging");
  const { form, isDirty, change, discard } = useSavedForm(data.settings);
  const { domain } = data.sender;
  return (
    <SettingsFrame
      title={t("sender.title")}
      back={{ content: t("sender.back"), url: "/app/settings" }}
      isDirty={isDirty}
      isSaving={actions.isSaving}
      onSave={() => actions.onSave(form)}
      onDiscard={discard}
    >
      <SettingsSection title={t("sender.checks.title")} description={t("sender.checks.help", { domain })}>
        <ChecksCard sender={data.sender} actions={actions} />
      </SettingsSection>
      <SettingsSection title={t("sender.measure.title")} description={t("sender.measure.help")}>
        <MeasurementCard form={form} change={change} errors={isDirty ? actions.errors : {}} />
      </SettingsSection>
      <SettingsSection title={t("sender.hooks.title")} description={t("sender.hooks.help")}>
        <HooksCard hooks={data.hooks} />
      </SettingsSection>
    </SettingsFrame>
  );
}
