import { BlockStack, Card, ChoiceList, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { TOPICS } from "~/engine/messaging/schema";
import { WrittenMessageSchema } from "~/engine/messaging/templates/schema";
import { useLocale } from "~/ui/locale-context";

import { CAMPAIGN_CHANNELS, CAMPAIGN_TOPICS } from "../../schema";
import { OwnMessageFields } from "./OwnMessageFields";
import { TemplateChoice } from "./TemplateChoice";
import { useErrorAt, useWriting } from "./writing-context";

/** What is said, by which way, and under which topic people can leave it. */
export function MessageCard() {
  const { t } = useTranslation("campaigns");
  const { draft, materials } = useWriting();
  const { channel, own, templateKey } = draft.content;
  const isOfChannel = (kind: string) => (key: string) =>
    materials.templates.some((one) => one.key === key && one.kind === kind);
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("message.title")}
        </Text>
        <ChoiceList
          title={t("message.channel")}
          choices={CAMPAIGN_CHANNELS.map((value) => ({
            value,
            label: t(`message.channels.${value}`),
            helpText: t(`message.channelHelp.${value}`),
          }))}
          selected={[channel]}
          onChange={([picked]) => {
            const next = CAMPAIGN_CHANNELS.find((one) => one === picked);
            if (next)
              draft.set({ channel: next, templateKey: isOfChannel(next)(templateKey) ? templateKey : "" });
          }}
        />
        <SourceChoice />
        {own ? <OwnMessageFields own={own} /> : <TemplateChoice />}
        <TopicSelect />
      </BlockStack>
    </Card>
  );
}

/** Whether a template says it, or it is written here. */
function SourceChoice() {
  const { t } = useTranslation("campaigns");
  const { draft } = useWriting();
  const locale = useLocale();
  const { own, premiere } = draft.content;
  const buttonUrl = premiere?.asksForAnswer ? "{{ premiere.url }}" : "";
  return (
    <ChoiceList
      title={t("message.source")}
      choices={(["template", "own"] as const).map((value) => ({
        value,
        label: t(`message.sources.${value}`),
      }))}
      selected={[own ? "own" : "template"]}
      onChange={([picked]) => {
        const isOwn = picked === "own";
        if (isOwn !== (own !== null))
          draft.set({ own: isOwn ? { [locale]: WrittenMessageSchema.parse({ buttonUrl }) } : null });
      }}
    />
  );
}

function TopicSelect() {
  const { t } = useTranslation("campaigns");
  const { draft } = useWriting();
  const errorAt = useErrorAt();
  const { topic } = draft.content;
  // One that may not be chosen is shown where it was, with what is wrong with it.
  const topics = TOPICS.filter((one) => one === topic || CAMPAIGN_TOPICS.some((known) => known === one));
  return (
    <Select
      label={t("fields.topic")}
      helpText={t("message.topicHelp")}
      value={topic}
      options={topics.map((value) => ({ value, label: t(`templates:topic.${value}`) }))}
      onChange={(picked) => {
        const next = topics.find((one) => one === picked);
        if (next) draft.set({ topic: next });
      }}
      {...errorAt("topic")}
    />
  );
}
