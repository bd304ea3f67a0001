import { Box, Card, Checkbox, ChoiceList, FormLayout, Layout, Page, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { CONSENT_POLICIES } from "~/engine/messaging/schema";
import { SaveBar } from "~/ui/SaveBar";

import { LIMITS } from "../schema";
import type { RecoverySettingsData } from "../settings/presenter.server";

import {
  type RecoverySettingsActions,
  type RecoverySettingsForm,
  useRecoveryForm,
} from "./use-recovery-settings";

type Props = RecoverySettingsData & { actions: RecoverySettingsActions };

/** When to remind, with what, and whom. */
export function RecoverySettingsPage({ settings, flowId, actions }: Props) {
  const { t } = useTranslation("cart-recovery");
  const { form, isDirty, change, discard } = useRecoveryForm(settings);
  const fields = { form, change, errors: isDirty ? actions.errors : {} };
  return (
    <Page
      title={t("settings.title")}
      backAction={{ content: t("title"), url: "/app/recovery" }}
      secondaryActions={[
        { content: t("actions.preview"), url: "/app/recovery/preview" },
        ...(flowId === null ? [] : [{ content: t("actions.flow"), url: `/app/flows/${flowId}` }]),
      ]}
    >
      <SaveBar
        open={isDirty}
        saving={actions.isSaving}
        onSave={() => actions.onSave(form)}
        onDiscard={discard}
      />
      <Layout>
        <Layout.AnnotatedSection title={t("settings.sending")} description={t("settings.sendingHelp")}>
          <Card>
            <FormLayout>
              <Checkbox
                label={t("settings.enabled")}
                checked={form.enabled === "true"}
                onChange={(checked) => change({ enabled: String(checked) })}
              />
              <NumberField
                {...fields}
                name="delayMinutes"
                label="delay"
                unit="minutes"
                limits={LIMITS.delayMinutes}
              />
            </FormLayout>
          </Card>
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection title={t("settings.code")} description={t("settings.codeHelp")}>
          <Card>
            <FormLayout>
              <NumberField {...fields} name="percent" label="percent" limits={LIMITS.percent} />
              <NumberField
                {...fields}
                name="validDays"
                label="validDays"
                unit="days"
                limits={LIMITS.validDays}
              />
              <NumberField
                {...fields}
                name="maxCodesPer90Days"
                label="maxCodes"
                unit="codes"
                limits={LIMITS.maxCodes}
              />
              <Checkbox
                label={t("settings.firstTimersOnly")}
                helpText={t("settings.firstTimersOnlyHelp")}
                checked={form.firstTimersOnly === "true"}
                onChange={(checked) => change({ firstTimersOnly: String(checked) })}
              />
            </FormLayout>
          </Card>
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection title={t("settings.consent")} description={t("settings.consentHelp")}>
          <Card>
            <ChoiceList
              title={t("settings.consent")}
              titleHidden
              selected={[form.consent]}
              onChange={([consent]) => change(consent ? { consent } : {})}
              choices={CONSENT_POLICIES.map((value) => ({
                value,
                label: t(`settings.policy.${value}`),
                helpText: t(`settings.policyHelp.${value}`),
              }))}
            />
          </Card>
        </Layout.AnnotatedSection>
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

type NumberFieldProps = {
  form: RecoverySettingsForm;
  change: (part: Partial<RecoverySettingsForm>) => void;
  errors: RecoverySettingsActions["errors"];
  name: "delayMinutes" | "percent" | "validDays" | "maxCodesPer90Days";
  label: "delay" | "percent" | "validDays" | "maxCodes";
  /** Per cent when absent. */
  unit?: "minutes" | "days" | "codes";
  limits: { min: number; max: number };
};

function NumberField({ form, change, errors, name, label, unit, limits }: NumberFieldProps) {
  const { t } = useTranslation("cart-recovery");
  const error = errors[name]?.[0];
  return (
    <TextField
      type="number"
      inputMode="numeric"
      autoComplete="off"
      label={t(`settings.${label}`)}
      suffix={unit ? t(`settings.${unit}`) : "%"}
      helpText={t(`settings.${label}Help`, limits)}
      min={limits.min}
      max={limits.max}
      value={form[name]}
      onChange={(value) => change({ [name]: value })}
      {...(error ? { error: t([`errors.${error}`, "errors.not-a-number"], limits) } : {})}
    />
  );
}
