import { Card, Checkbox, ChoiceList, FormLayout, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { CONSENT_POLICIES } from "~/engine/messaging/schema";
import { SettingsFrame } from "~/ui/SettingsFrame";
import { useSavedForm } from "~/ui/use-saved-form";
import { SettingsSection } from "~/ui/SettingsSection";

import { LIMITS } from "../schema";
import type { RecoverySettingsData } from "../settings/presenter.server";

import { formOf, type RecoverySettingsActions, type RecoverySettingsForm } from "./use-recovery-settings";

/** The texts of what the automation's parts say of themselves in its editor. */
const LEFT = "triggers.cart-recovery.checkout-left.fields";
const CODE = "actions.cart-recovery.give-code.fields";

type Props = RecoverySettingsData & { actions: RecoverySettingsActions };

/** When to remind, with what, and whom. */
export function RecoverySettingsPage({ settings, flowId, actions }: Props) {
  const { t } = useTranslation("cart-recovery");
  const { form, isDirty, change, discard } = useSavedForm(formOf(settings));
  const fields = { form, change, errors: isDirty ? actions.errors : {} };
  return (
    <SettingsFrame
      title={t("settings.title")}
      back={{ content: t("title"), url: "/app/recovery" }}
      links={[
        { content: t("actions.preview"), url: "/app/recovery/preview" },
        ...(flowId === null ? [] : [{ content: t("actions.flow"), url: `/app/flows/${flowId}` }]),
      ]}
      isDirty={isDirty}
      isSaving={actions.isSaving}
      onSave={() => actions.onSave(form)}
      onDiscard={discard}
    >
      <SettingsSection title={t("settings.sending")} description={t("settings.sendingHelp")}>
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
              texts={`${LEFT}.delayMinutes`}
              {...LIMITS.delayMinutes}
            />
          </FormLayout>
        </Card>
      </SettingsSection>
      <SettingsSection title={t("settings.code")} description={t("settings.codeHelp")}>
        <Card>
          <FormLayout>
            <NumberField
              {...fields}
              name="percent"
              texts={`${CODE}.percentBp`}
              suffix="%"
              {...LIMITS.percent}
            />
            <NumberField {...fields} name="validDays" texts={`${CODE}.validDays`} {...LIMITS.validDays} />
            <NumberField
              {...fields}
              name="maxCodesPer90Days"
              texts={`${CODE}.maxCodesPer90Days`}
              {...LIMITS.maxCodes}
            />
            <Checkbox
              label={t(`${CODE}.firstTimersOnly.label`)}
              helpText={t(`${CODE}.firstTimersOnly.help`)}
              checked={form.firstTimersOnly === "true"}
              onChange={(checked) => change({ firstTimersOnly: String(checked) })}
            />
          </FormLayout>
        </Card>
      </SettingsSection>
      <SettingsSection title={t(`${LEFT}.consent.label`)} description={t(`${LEFT}.consent.help`)}>
        <Card>
          <ChoiceList
            title={t(`${LEFT}.consent.label`)}
            titleHidden
            selected={[form.consent]}
            onChange={([consent]) => change(consent ? { consent } : {})}
            choices={CONSENT_POLICIES.map((value) => ({
              value,
              label: t(`${LEFT}.consent.values.${value}`),
              helpText: t(`settings.policyHelp.${value}`),
            }))}
          />
        </Card>
      </SettingsSection>
    </SettingsFrame>
  );
}

type NumberFieldProps = {
  form: RecoverySettingsForm;
  change: (part: Partial<RecoverySettingsForm>) => void;
  errors: RecoverySettingsActions["errors"];
  name: "delayMinutes" | "percent" | "validDays" | "maxCodesPer90Days";
  texts: string;
  /** As the texts have it when absent. */
  suffix?: string;
  min: number;
  max: number;
};

function NumberField({ form, change, errors, name, texts, suffix, min, max }: NumberFieldProps) {
  const { t } = useTranslation("cart-recovery");
  const error = errors[name]?.[0];
  return (
    <TextField
      type="number"
      inputMode="numeric"
      autoComplete="off"
      label={t(`${texts}.label`)}
      suffix={suffix ?? t(`${texts}.suffix`)}
      helpText={t(`${texts}.help`)}
      min={min}
      max={max}
      value={form[name]}
      onChange={(value) => change({ [name]: value })}
      {...(error ? { error: t([`errors.${error}`, "errors.not-a-number"], { min, max }) } : {})}
    />
  );
}
