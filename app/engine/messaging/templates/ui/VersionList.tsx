import { Badge, BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { DateTime } from "~/ui/DateTime";

import type { EditorData } from "../screens/schema";

import type { EditorActions } from "./use-editor-actions";

type Props = { data: EditorData; isDirty: boolean; actions: Pick<EditorActions, "isBusy" | "onRestore"> };

/** What was saved, newest first; any of it can be brought back. */
export function VersionList({ data, isDirty, actions }: Props) {
  const { t } = useTranslation("templates");
  if (data.versions.length === 0) return <Text as="p">{t("versions.none")}</Text>;
  return (
    <BlockStack gap="300">
      <Text as="p" tone="subdued">
        {t("versions.help")}
      </Text>
      {data.versions.map(({ version, cause, isSound, savedAt }) => (
        <InlineStack key={version} gap="300" align="space-between" blockAlign="center">
          <InlineStack gap="200" blockAlign="center">
            <Text as="span" fontWeight="semibold">
              {t("versions.number", { version })}
            </Text>
            <Text as="span" tone="subdued">
              {t(`versions.cause.${cause}`, { defaultValue: cause })} · <DateTime at={savedAt} />
            </Text>
            {version === data.publishedVersion ? (
              <Badge tone="success">{t("versions.published")}</Badge>
            ) : null}
            {isSound ? null : <Badge tone="critical">{t("versions.broken")}</Badge>}
          </InlineStack>
          {version === data.version ? null : (
            <Button
              size="slim"
              disabled={isDirty || actions.isBusy}
              accessibilityLabel={t("versions.restoreNumber", { version })}
              onClick={() => actions.onRestore(version, data.version)}
            >
              {t("versions.restore")}
            </Button>
          )}
        </InlineStack>
      ))}
    </BlockStack>
  );
}
