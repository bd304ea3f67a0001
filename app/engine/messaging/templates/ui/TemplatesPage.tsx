import { Badge, BlockStack, Box, Button, Card, InlineStack, Page, Tabs, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { DesignChoice } from "../schema";
import type { GalleryItem, Thumbnail } from "../screens/schema";

import { CreateTemplate } from "./CreateTemplate";
import { DesignCard } from "./DesignCard";
import { MailThumbnail } from "./MailPicture";
import styles from "./TemplateFrame.module.css";
import type { GalleryActions } from "./use-gallery-actions";

type Props = { items: readonly GalleryItem[]; design: DesignChoice; actions: GalleryActions };

/** Every template of the shop with its picture, and what all of them look like. */
export function TemplatesPage({ items, design, actions }: Props) {
  const { t } = useTranslation("templates");
  const [tab, setTab] = useState(0);
  const [creating, setCreating] = useState<string | null>(null);
  const { onLoadThumbnails } = actions;
  useEffect(onLoadThumbnails, [onLoadThumbnails]);
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      primaryAction={{ content: t("gallery.create"), onAction: () => setCreating("") }}
    >
      <CreateTemplate
        key={creating ?? "closed"}
        items={items}
        from={creating}
        isBusy={actions.isBusy}
        onClose={() => setCreating(null)}
        onCreate={actions.onCreate}
      />
      <BlockStack gap="400">
        <Tabs
          selected={tab}
          onSelect={setTab}
          tabs={[
            { id: "all", content: t("gallery.all") },
            { id: "design", content: t("gallery.design") },
          ]}
        />
        {tab === 0 ? (
          <ul className={styles.grid}>
            {items.map((item) => (
              <li key={item.ref}>
                <TemplateCard
                  item={item}
                  thumbnail={actions.thumbnails?.[item.ref] ?? null}
                  onCopy={() => setCreating(item.ref)}
                />
              </li>
            ))}
          </ul>
        ) : (
          <DesignCard design={design} actions={actions} sample={sampleOf(items, actions.thumbnails)} />
        )}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function sampleOf(
  items: readonly GalleryItem[],
  thumbnails: Readonly<Record<string, Thumbnail>> | null,
): string {
  const [first] = items;
  return (first && thumbnails?.[first.ref]?.html) ?? "";
}

function TemplateCard({
  item,
  thumbnail,
  onCopy,
}: {
  item: GalleryItem;
  thumbnail: Thumbnail | null;
  onCopy: () => void;
}) {
  const { t } = useTranslation("templates");
  return (
    <Card padding="0">
      <MailThumbnail html={thumbnail?.html ?? ""} />
      <Box padding="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingSm">
            {item.name}
          </Text>
          <InlineStack gap="100">
            <Badge tone="info">{t(`topic.${item.topic}`, { defaultValue: item.topic })}</Badge>
            {item.isReadyMade ? <Badge>{t("gallery.readyMade")}</Badge> : null}
            {item.kind === "sms" ? <Badge>{t("kind.sms")}</Badge> : null}
            {item.hasDraft ? (
              <Badge tone="attention">{t(item.isPublished ? "gallery.changed" : "gallery.draft")}</Badge>
            ) : null}
          </InlineStack>
          <Text as="p" tone="subdued" variant="bodySm">
            {t("gallery.languages", { languages: item.languages.join(", ") })}
            {" · "}
            {item.sentCount > 0 ? t("gallery.sent", { count: item.sentCount }) : t("gallery.notSent")}
          </Text>
          <InlineStack gap="200">
            <Button
              url={`/app/templates/${item.ref}`}
              accessibilityLabel={t("gallery.editNamed", { name: item.name })}
            >
              {t("gallery.edit")}
            </Button>
            <Button
              variant="tertiary"
              onClick={onCopy}
              accessibilityLabel={t("gallery.copyNamed", { name: item.name })}
            >
              {t("gallery.copy")}
            </Button>
          </InlineStack>
        </BlockStack>
      </Box>
    </Card>
  );
}
