import { BlockStack, Button, InlineError, InlineStack, Link, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Thumbnail } from "~/engine/messaging/templates/screens/schema";
import { MailThumbnail } from "~/engine/messaging/templates/ui/MailPicture";

import type { ChoosableTemplate } from "../../materials.server";
import styles from "../Campaigns.module.css";
import { useErrorAt, useWriting } from "./writing-context";

/** The template that says it, with its picture, and the way to choose another. */
export function TemplateChoice() {
  const { t } = useTranslation("campaigns");
  const { draft, materials, actions } = useWriting();
  const { error } = useErrorAt()("templateKey");
  const [isChoosing, setChoosing] = useState(false);
  const { channel, templateKey } = draft.content;
  const templates = materials.templates.filter(({ kind }) => kind === channel);
  const picked = templates.find(({ key }) => key === templateKey);
  const choose = () => {
    actions.onLoadThumbnails();
    setChoosing(true);
  };
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t("fields.templateKey")}
      </Text>
      {picked ? <Text as="p">{picked.name}</Text> : null}
      <InlineStack gap="300" blockAlign="center">
        <Button id="choose-template" onClick={choose}>
          {t(picked ? "message.another" : "message.choose")}
        </Button>
        <Link url={picked ? `/app/templates/${picked.ref}` : "/app/templates"}>
          {t(picked ? "message.open" : "message.all")}
        </Link>
      </InlineStack>
      {error ? <InlineError message={error} fieldID="choose-template" /> : null}
      <Text as="p" tone="subdued">
        {t("message.templateHelp")}
      </Text>
      {isChoosing ? (
        <Modal open size="large" onClose={() => setChoosing(false)} title={t("message.choose")}>
          <Modal.Section>
            <TemplateGrid
              templates={templates}
              pickedKey={templateKey}
              onPick={(key) => {
                draft.set({ templateKey: key });
                setChoosing(false);
              }}
            />
          </Modal.Section>
        </Modal>
      ) : null}
    </BlockStack>
  );
}

/** Every template of the channel with its picture; a click takes it. */
export function TemplateGrid({
  templates,
  pickedKey,
  onPick,
}: {
  templates: readonly ChoosableTemplate[];
  pickedKey: string;
  onPick: (key: string) => void;
}) {
  const { t } = useTranslation("campaigns");
  const { thumbnails } = useWriting().actions;
  if (templates.length === 0)
    return (
      <Text as="p" tone="subdued">
        {t("message.noTemplates")}
      </Text>
    );
  return (
    <ul className={styles.pictures}>
      {templates.map(({ ref, key, name, kind }) => (
        <li key={ref}>
          <BlockStack gap="200">
            <Picture kind={kind} thumbnail={thumbnails?.[ref] ?? null} />
            <Text as="h3" variant="headingSm">
              {name}
            </Text>
            <Text as="p" variant="bodySm" tone="subdued" breakWord>
              {thumbnails?.[ref]?.subject ?? ""}
            </Text>
            <div>
              <Button
                pressed={key === pickedKey}
                accessibilityLabel={t("message.takeNamed", { name })}
                onClick={() => onPick(key)}
              >
                {t(key === pickedKey ? "message.taken" : "message.take")}
              </Button>
            </div>
          </BlockStack>
        </li>
      ))}
    </ul>
  );
}

function Picture({ kind, thumbnail }: { kind: "email" | "sms"; thumbnail: Thumbnail | null }) {
  return kind === "sms" ? (
    <p className={styles.text}>{thumbnail?.text ?? ""}</p>
  ) : (
    <MailThumbnail html={thumbnail?.html ?? ""} />
  );
}
