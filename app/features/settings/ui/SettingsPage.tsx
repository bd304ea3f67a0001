import { BlockStack, Button, Card, FormLayout, Select, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { LOCALES } from "~/shops/schema";
import { SettingsFrame } from "~/ui/SettingsFrame";
import { useSavedForm } from "~/ui/use-saved-form";
import { SettingsSection } from "~/ui/SettingsSection";

import { formOf, type SettingsForm, type SettingsPageData } from "../schema";

import { PermissionsCard } from "./PermissionsCard";
import type { SettingsActions } from "./use-settings-actions";

/** Names of the languages, each in itself, so that everybody finds their own. */
const LANGUAGE_NAMES = { en: "English", pl: "Polski", ru: "Русский" } as const;

/** Who mails come from, the language of the pages, and what Shopify says of the store. */
export function SettingsPage({ data, actions }: { data: SettingsPageData; actions: SettingsActions }) {
  const { t } = useTranslation("settings");
  const { form, isDirty, change, discard } = useSavedForm(formOf(data.settings));
  return (
    <SettingsFrame
      title={t("title")}
      links={[
        { content: t("sending.title"), url: "/app/settings/sending" },
        { content: t("holdouts.title"), url: "/app/settings/holdouts" },
        { content: t("fields"), url: "/app/settings/fields" },
        { content: t("senderCheck"), url: "/app/settings/sender" },
        { content: t("browsing"), url: "/app/settings/browsing" },
        { content: t("privacy"), url: "/app/settings/privacy" },
      ]}
      isDirty={isDirty}
      isSaving={actions.isSaving}
      onSave={() => actions.onSave(form)}
      onDiscard={discard}
    >
      <SettingsSection title={t("sender.title")} description={t("sender.help")}>
        <SenderCard {...{ data, form, change }} errors={isDirty ? actions.errors : {}} />
      </SettingsSection>
      <SettingsSection title={t("language.title")} description={t("language.help")}>
        <Card>
          <Select
            label={t("language.label")}
            helpText={t("language.mails")}
            value={form.language}
            options={[
              { value: "auto", label: t("language.auto") },
              ...LOCALES.map((locale) => ({ value: locale, label: LANGUAGE_NAMES[locale] })),
            ]}
            onChange={(value) => change({ language: LOCALES.find((locale) => locale === value) ?? "auto" })}
          />
        </Card>
      </SettingsSection>
      <SettingsSection title={t("permissions.title")} description={t("permissions.help")}>
        <PermissionsCard permissions={data.permissions} />
      </SettingsSection>
      <SettingsSection title={t("history.title")} description={t("history.help")}>
        <Card>
          <Button url="/app/history">{t("history.import")}</Button>
        </Card>
      </SettingsSection>
      <SettingsSection title={t("store.title")} description={t("store.help")}>
        <StoreCard shop={data.shop} />
      </SettingsSection>
    </SettingsFrame>
  );
}

type SenderProps = {
  data: SettingsPageData;
  form: SettingsForm;
  change: (part: Partial<SettingsForm>) => void;
  errors: SettingsActions["errors"];
};

/** Who mails come from. */
export function SenderCard({ data, form, change, errors }: SenderProps) {
  const { t } = useTranslation("settings");
  const errorOf = (field: string) => {
    const code = errors[field]?.[0];
    return code ? { error: t([`error.${code}`, "error.invalid"]) } : {};
  };
  const { fallback } = data;
  return (
    <Card>
      <FormLayout>
        <TextField
          label={t("sender.name")}
          autoComplete="off"
          placeholder={fallback.senderName}
          helpText={t("sender.nameHelp", { name: fallback.senderName })}
          value={form.senderName}
          onChange={(senderName) => change({ senderName })}
          {...errorOf("senderName")}
        />
        <TextField
          type="email"
          label={t("sender.address")}
          autoComplete="off"
          placeholder={fallback.senderAddress}
          helpText={t("sender.addressHelp", { address: fallback.senderAddress })}
          value={form.senderAddress}
          onChange={(senderAddress) => change({ senderAddress })}
          {...errorOf("senderAddress")}
        />
        <TextField
          type="email"
          label={t("sender.replyTo")}
          autoComplete="off"
          placeholder={fallback.replyTo ?? ""}
          helpText={
            fallback.replyTo
              ? t("sender.replyToHelp", { address: fallback.replyTo })
              : t("sender.replyToNone")
          }
          value={form.replyTo}
          onChange={(replyTo) => change({ replyTo })}
          {...errorOf("replyTo")}
        />
      </FormLayout>
    </Card>
  );
}

function StoreCard({ shop }: { shop: SettingsPageData["shop"] }) {
  const { t } = useTranslation("settings");
  const rows = [
    ["domain", shop.domain],
    ["zone", shop.ianaTimezone],
    ["currency", shop.currencyCode],
  ] as const;
  return (
    <Card>
      <BlockStack gap="400">
        {rows.map(([name, value]) => (
          <BlockStack key={name} gap="050">
            <Text as="h3" variant="bodySm" tone="subdued">
              {t(`store.${name}`)}
            </Text>
            <Text as="p" breakWord fontWeight="semibold">
              {value}
            </Text>
            <Text as="p" variant="bodySm" tone="subdued">
              {t(`store.${name}Help`)}
            </Text>
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}
