import { Banner, BlockStack, Card, DropZone, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useLocale } from "~/ui/locale-context";

import { formatSize } from "./format-size";
import { type Upload, useUploads } from "./use-uploads";

/** Where files are dropped, and how far those on their way are. */
export function UploadCard({ maxBytes }: { maxBytes: number }) {
  const { t } = useTranslation("history-import");
  const locale = useLocale();
  const { uploads, add, dismiss } = useUploads();
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("upload.title")}
        </Text>
        <DropZone
          type="file"
          allowMultiple
          label={t("upload.label")}
          labelHidden
          errorOverlayText={t("upload.onlyFiles")}
          onDrop={(_all, files) => add(files)}
        >
          <DropZone.FileUpload
            actionTitle={t("upload.action")}
            actionHint={t("upload.hint", { size: formatSize(maxBytes, locale) })}
          />
        </DropZone>
        {uploads.map((upload) => (
          <UploadRow key={upload.key} upload={upload} onDismiss={() => dismiss(upload.key)} />
        ))}
      </BlockStack>
    </Card>
  );
}

function UploadRow({ upload, onDismiss }: { upload: Upload; onDismiss: () => void }) {
  const { t } = useTranslation("history-import");
  const locale = useLocale();
  const { key, name, percent, failure } = upload;
  if (failure) {
    const { fileBytes = 0, maxBytes = 0 } = failure.params;
    const sizes = { size: formatSize(fileBytes, locale), limit: formatSize(maxBytes, locale) };
    return (
      <Banner tone="critical" title={t("upload.failed", { name })} onDismiss={onDismiss}>
        <p>{t(`upload.failure.${failure.code}`, sizes)}</p>
      </Banner>
    );
  }
  return (
    <BlockStack gap="100">
      <InlineStack align="space-between" gap="200">
        <Text as="span" id={`upload-${key}`} breakWord>
          {name}
        </Text>
        <Text as="span" tone="subdued" numeric>
          {t("upload.sending", { percent })}
        </Text>
      </InlineStack>
      <ProgressBar progress={percent} size="small" ariaLabelledBy={`upload-${key}`} />
    </BlockStack>
  );
}
