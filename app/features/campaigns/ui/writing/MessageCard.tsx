import { BlockStack, Card, Link, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { TOPICS } from "~/engine/messaging/schema";

import { CAMPAIGN_TOPICS } from "../../schema";
import { useErrorAt, useWriting } from "./writing-context";

/** What is said, and under which topic people can leave it. */
export function MessageCard() {
  const { t } = useTranslation("campaigns");
  const { draft, materials } = useWriting();
  const errorAt = useErrorAt();
  const { templateKey, topic } = draft.content;
  // One that may not be chosen is shown where it was, with what is wrong with it.
  const topics = TOPICS.filter((one) => one === topic || CAMPAIGN_TOPICS.some((known) => known === one));
  const isKnown = materials.templates.some(({ key }) => key === templateKey);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("message.title")}
        </Text>
        <Select
          label={t("fields.templateKey")}
          value={isKnown ? templateKey : ""}
          options={[
            { value: "", label: t("message.choose") },
            ...materials.templates.map(({ key, name }) => ({ value: key, label: name })),
          ]}
          helpText={
            <>
              {t("message.templateHelp")}{" "}
              <Link url={isKnown ? `/app/templates/${templateKey}` : "/app/templates"}>
                {t(isKnown ? "message.open" : "message.all")}
              </Link>
            </>
          }
          onChange={(key) => draft.set({ templateKey: key })}
          {...errorAt("templateKey")}
        />
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
      </BlockStack>
    </Card>
  );
}
