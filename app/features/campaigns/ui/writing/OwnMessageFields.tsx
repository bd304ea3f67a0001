import { BlockStack, Button, InlineError, InlineStack, Tabs } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { type WrittenMessage, WrittenMessageSchema } from "~/engine/messaging/templates/schema";
import { VariableField } from "~/engine/messaging/templates/ui/VariableField";
import { LOCALES, type Locale } from "~/shops/schema";
import { useLocale } from "~/ui/locale-context";

import type { CampaignChannel, OwnMessage } from "../../schema";
import { OwnPreview } from "./OwnPreview";
import { useWriting } from "./writing-context";
import { useProblemWords } from "../use-problem-words";

/** The message as it is written in the campaign: in one language or more, with a look at what becomes of it. */
export function OwnMessageFields({ own }: { own: OwnMessage }) {
  const { t } = useTranslation("campaigns");
  const { draft } = useWriting();
  const reader = useReaderLocale();
  const languages = LOCALES.filter((locale) => own[locale] !== undefined);
  const [wanted, setWanted] = useState<Locale>(reader);
  const language = languages.find((one) => one === wanted) ?? languages[0] ?? reader;
  const written = own[language] ?? WrittenMessageSchema.parse({});
  const { channel } = draft.content;
  const change = (part: Partial<WrittenMessage>) =>
    draft.set({ own: { ...own, [language]: { ...written, ...part } } });
  return (
    <BlockStack gap="300">
      <Tabs
        tabs={languages.map((one) => ({ id: `own-${one}`, content: t(`message.language.${one}`) }))}
        selected={languages.indexOf(language)}
        onSelect={(index) => setWanted(languages[index] ?? reader)}
      />
      <LanguageButtons own={own} language={language} onShow={setWanted} />
      <Fields channel={channel} written={written} onChange={change} />
      <Problems language={language} />
      <OwnPreview key={language} language={language} written={written} />
    </BlockStack>
  );
}

function useReaderLocale(): Locale {
  const locale = useLocale();
  return LOCALES.find((one) => one === locale) ?? "en";
}

/** Languages that are not written yet begin as a copy of the one that is shown. */
function LanguageButtons({
  own,
  language,
  onShow,
}: {
  own: OwnMessage;
  language: Locale;
  onShow: (locale: Locale) => void;
}) {
  const { t } = useTranslation("campaigns");
  const { draft } = useWriting();
  const missing = LOCALES.filter((locale) => own[locale] === undefined);
  const canRemove = missing.length < LOCALES.length - 1;
  return (
    <InlineStack gap="200">
      {missing.map((locale) => (
        <Button
          key={locale}
          size="slim"
          onClick={() => {
            draft.set({ own: { ...own, [locale]: own[language] } });
            onShow(locale);
          }}
        >
          {t("message.addLanguage", { language: t(`message.language.${locale}`) })}
        </Button>
      ))}
      {canRemove ? (
        <Button
          size="slim"
          variant="tertiary"
          tone="critical"
          onClick={() => {
            const { [language]: _gone, ...left } = own;
            draft.set({ own: left });
          }}
        >
          {t("message.removeLanguage", { language: t(`message.language.${language}`) })}
        </Button>
      ) : null}
    </InlineStack>
  );
}

function Fields({
  channel,
  written,
  onChange,
}: {
  channel: CampaignChannel;
  written: WrittenMessage;
  onChange: (part: Partial<WrittenMessage>) => void;
}) {
  const { t } = useTranslation("campaigns");
  const { subject, preheader, heading, text, buttonLabel, buttonUrl } = written;
  if (channel === "sms")
    return (
      <VariableField
        label={t("message.own.text")}
        helpText={t("message.own.smsHelp")}
        lines={4}
        value={text}
        onChange={(next) => onChange({ text: next })}
      />
    );
  return (
    <>
      <VariableField
        label={t("message.own.subject")}
        value={subject}
        onChange={(next) => onChange({ subject: next })}
      />
      <VariableField
        label={t("message.own.preheader")}
        helpText={t("message.own.preheaderHelp")}
        value={preheader}
        onChange={(next) => onChange({ preheader: next })}
      />
      <VariableField
        label={t("message.own.heading")}
        value={heading}
        onChange={(next) => onChange({ heading: next })}
      />
      <VariableField
        label={t("message.own.text")}
        helpText={t("message.own.textHelp")}
        lines={6}
        hasMarks
        value={text}
        onChange={(next) => onChange({ text: next })}
      />
      <VariableField
        label={t("message.own.buttonLabel")}
        value={buttonLabel}
        onChange={(next) => onChange({ buttonLabel: next })}
      />
      <VariableField
        label={t("message.own.buttonUrl")}
        helpText={t("message.own.buttonHelp")}
        types={["url"]}
        value={buttonUrl}
        onChange={(next) => onChange({ buttonUrl: next })}
      />
    </>
  );
}

function Problems({ language }: { language: Locale }) {
  const { problems } = useWriting();
  const words = useProblemWords();
  const found = problems.filter(({ field, params }) => field === "own" && params?.language === language);
  return found.map((problem) => (
    <InlineError key={problem.code} message={words(problem)} fieldID={`own-${language}`} />
  ));
}
