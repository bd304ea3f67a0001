import { Banner, BlockStack, Card, Checkbox, Layout, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { DateTime } from "~/ui/DateTime";
import { useLocale } from "~/ui/locale-context";
import { SettingsFrame } from "~/ui/SettingsFrame";
import { useSavedForm } from "~/ui/use-saved-form";
import { useFormat } from "~/ui/use-format";
import { SettingsSection } from "~/ui/SettingsSection";

import { formOfHoldouts, type HoldoutsForm, type HoldoutsPageData } from "../schema";
import { HoldoutCard } from "./HoldoutCard";
import type { HoldoutsActions } from "./use-holdouts-actions";

const WINDOW_RANGE = { min: 7, max: 90 } as const;

/** Who is left out on purpose, so that it can be seen what everything else brings. */
export function HoldoutsPage({ data, actions }: { data: HoldoutsPageData; actions: HoldoutsActions }) {
  const { t } = useTranslation("settings");
  const { form, isDirty, change, discard } = useSavedForm(formOfHoldouts(data.settings, useLocale()));
  const errors = isDirty ? actions.errors : {};
  return (
    <SettingsFrame
      title={t("holdouts.title")}
      subtitle={t("holdouts.subtitle")}
      back={{ content: t("title"), url: "/app/settings" }}
      isDirty={isDirty}
      isSaving={actions.isSaving}
      onSave={() => actions.onSave(form)}
      onDiscard={discard}
    >
      {isDirty && data.comparison ? (
        <Layout.Section>
          <Banner tone="warning" title={t("holdouts.midway.title")}>
            <p>{t("holdouts.midway.text")}</p>
          </Banner>
        </Layout.Section>
      ) : null}
      <SettingsSection title={t("holdouts.global.title")} description={t("holdouts.global.help")}>
        <HoldoutCard
          kind="global"
          holdout={form.global}
          change={(global) => change({ global })}
          errors={errors}
        >
          <Comparison comparison={data.comparison} />
        </HoldoutCard>
      </SettingsSection>
      <SettingsSection title={t("holdouts.flow.title")} description={t("holdouts.flow.help")}>
        <HoldoutCard kind="flow" holdout={form.flow} change={(flow) => change({ flow })} errors={errors}>
          <FlowChoice flows={data.flows} form={form} change={change} />
        </HoldoutCard>
      </SettingsSection>
      <SettingsSection title={t("holdouts.window.title")} description={t("holdouts.window.help")}>
        <WindowCard form={form} change={change} code={errors.windowDays} />
      </SettingsSection>
    </SettingsFrame>
  );
}

type Change = (part: Partial<HoldoutsForm>) => void;

/** How many people are compared by now. */
function Comparison({ comparison }: Pick<HoldoutsPageData, "comparison">) {
  const { t } = useTranslation("settings");
  const { count } = useFormat();
  if (!comparison) {
    return (
      <Text as="p" tone="subdued">
        {t("holdouts.notBegun")}
      </Text>
    );
  }
  const { controlCount, treatedCount, startedAt } = comparison;
  return (
    <Text as="p" tone="subdued">
      {t("holdouts.soFar", {
        count: controlCount + treatedCount,
        people: count(controlCount + treatedCount),
        control: count(controlCount),
      })}{" "}
      {t("holdouts.since")} <DateTime at={startedAt} />
    </Text>
  );
}

/** Which flows have a holdout of their own. */
function FlowChoice({
  flows,
  form,
  change,
}: {
  flows: HoldoutsPageData["flows"];
  form: HoldoutsForm;
  change: Change;
}) {
  const { t } = useTranslation("settings");
  const { t: ofFlows } = useTranslation("flows");
  if (flows.length === 0) return null;
  const without = new Set(form.flowsWithout);
  const tick = (id: string, hasOne: boolean) =>
    change({
      flowsWithout: hasOne ? form.flowsWithout.filter((one) => one !== id) : [...form.flowsWithout, id],
    });
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <legend style={{ padding: 0 }}>{t("holdouts.flow.which")}</legend>
      <BlockStack gap="100">
        {flows.map(({ id, name, state }) => (
          <Checkbox
            key={id}
            label={t("holdouts.flow.named", { name, state: ofFlows(`state.${state}`) })}
            disabled={!form.flow.isOn}
            checked={form.flow.isOn && !without.has(id)}
            onChange={(hasOne) => tick(id, hasOne)}
          />
        ))}
      </BlockStack>
    </fieldset>
  );
}

function WindowCard({
  form,
  change,
  code,
}: {
  form: HoldoutsForm;
  change: Change;
  code: string | undefined;
}) {
  const { t } = useTranslation("settings");
  return (
    <Card>
      <TextField
        type="number"
        {...WINDOW_RANGE}
        autoComplete="off"
        label={t("holdouts.window.days")}
        helpText={t("holdouts.window.daysHelp")}
        value={form.windowDays}
        onChange={(windowDays) => change({ windowDays })}
        {...(code ? { error: t([`holdouts.windowError.${code}`, "error.invalid"], WINDOW_RANGE) } : {})}
      />
    </Card>
  );
}
