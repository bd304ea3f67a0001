import { Banner, BlockStack, Box, Card, ChoiceList, FormLayout, Layout, Page, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useLocale } from "~/ui/locale-context";
import { SaveBar } from "~/ui/SaveBar";
import { useFormat } from "~/ui/use-format";
import { useSavedForm } from "~/ui/use-saved-form";
import { SettingsSection } from "~/ui/SettingsSection";

import { formOf, noticesOf, parseReferralForm, type SettingsNotice } from "../form/schema";
import type { ReferralSettingsData } from "../settings/presenter.server";
import { type Fields, GiftFields, TickField, ValueField } from "./SettingsFields";
import type { SettingsActions } from "./use-settings";

type Props = { data: ReferralSettingsData; actions: SettingsActions };

/** What both get, when, who counts, and how much of it. */
export function SettingsPage({ data, actions }: Props) {
  const { t } = useTranslation("referrals");
  const { settings, currencyCode, missingKinds } = data;
  const { form, isDirty, change, discard } = useSavedForm(formOf(settings, currencyCode, useLocale()));
  const fields: Fields = { form, change, currencyCode, errors: isDirty ? actions.errors : {} };
  const typed = parseReferralForm(form, currencyCode);
  const notices = typed.ok ? noticesOf(typed.settings) : [];
  const isMissing = missingKinds.some((kind) => kind === form.rewardKind);
  return (
    <Page title={t("settings.title")} backAction={{ content: t("title"), url: "/app/referrals" }}>
      <SaveBar
        open={isDirty}
        saving={actions.isSaving}
        onSave={() => actions.onSave(form)}
        onDiscard={discard}
      />
      <Layout>
        <Section name="programme">
          <TickField {...fields} name="isEnabled" label="enabled" />
        </Section>
        <Section name="friend">
          <GiftFields {...fields} of="friend" />
          <ValueField {...fields} name="minimum" label="minimum" suffix={currencyCode} help="minimumHelp" />
          {notices.length > 0 ? <Notices notices={notices} currencyCode={currencyCode} /> : null}
        </Section>
        <Section name="reward">
          <GiftFields {...fields} of="reward" />
          {form.rewardKind === "points" ? null : (
            <ValueField
              {...fields}
              name="validDays"
              label="validDays"
              suffix={t("settings.days")}
              help="validDaysHelp"
            />
          )}
          {isMissing ? <Banner tone="warning">{t("settings.missing")}</Banner> : null}
        </Section>
        <Section name="when">
          <ValueField
            {...fields}
            name="holdDays"
            label="holdDays"
            suffix={t("settings.days")}
            help="holdDaysHelp"
          />
        </Section>
        <Section name="who">
          <TickField {...fields} name="onlyFirstOrder" label="onlyFirstOrder" />
          <TickField {...fields} name="onlyBuyers" label="onlyBuyers" />
          <ChoiceList
            title={t("settings.household")}
            selected={[form.household]}
            onChange={([household]) => change(household ? { household } : {})}
            choices={[
              { value: "review", label: t("settings.householdReview") },
              { value: "refuse", label: t("settings.householdRefuse") },
            ]}
          />
        </Section>
        <Section name="caps">
          {(["monthlyCap", "lifetimeCap"] as const).map((name) => (
            <ValueField
              key={name}
              {...fields}
              name={name}
              label={name}
              suffix={t("settings.rewards")}
              help="capHelp"
            />
          ))}
        </Section>
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function Section({ name, children }: { name: string; children: ReactNode }) {
  const { t } = useTranslation("referrals");
  return (
    <SettingsSection title={t(`settings.${name}`)} description={t(`settings.${name}Help`)}>
      <Card>
        <FormLayout>{children}</FormLayout>
      </Card>
    </SettingsSection>
  );
}

/** What the terms as typed may cost, before they are saved. */
function Notices({ notices, currencyCode }: { notices: SettingsNotice[]; currencyCode: string }) {
  const { t } = useTranslation("referrals");
  const format = useFormat();
  return (
    <BlockStack gap="200">
      {notices.map((notice) =>
        notice.key === "whole" ? (
          <Banner key={notice.key} tone="warning" title={t("settings.wholeTitle")}>
            <Text as="p">{t("settings.whole")}</Text>
          </Banner>
        ) : (
          <Banner key={notice.key} tone="warning" title={t("settings.payMoreTitle")}>
            <Text as="p">
              {t("settings.payMore", { amount: format.money(notice.amountMinor, currencyCode) })}
            </Text>
          </Banner>
        ),
      )}
    </BlockStack>
  );
}
