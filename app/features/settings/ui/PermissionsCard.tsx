import { Badge, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useScopeRequest } from "~/ui/use-scope-request";
import { useToast } from "~/ui/use-toast";

import type { SettingsPageData } from "../schema";

/** What the store may allow besides what the app cannot do without. */
export function PermissionsCard({ permissions }: Pick<SettingsPageData, "permissions">) {
  const { t } = useTranslation("settings");
  const toast = useToast();
  const { isAsking, ask } = useScopeRequest((answer) =>
    toast(t(`permissions.answer.${answer}`), { isError: answer === "failed" }),
  );
  return (
    <Card>
      <BlockStack gap="400">
        {permissions.map(({ kind, scopes, isAllowed }) => (
          <BlockStack key={kind} gap="100">
            <InlineStack align="space-between" blockAlign="center" gap="200">
              <Text as="h3" fontWeight="semibold">
                {t(`permissions.kind.${kind}`)}
              </Text>
              {isAllowed ? (
                <Badge tone="success">{t("permissions.allowed")}</Badge>
              ) : (
                <Button
                  loading={isAsking}
                  accessibilityLabel={`${t("permissions.allow")}: ${t(`permissions.kind.${kind}`)}`}
                  onClick={() => ask(scopes)}
                >
                  {t("permissions.allow")}
                </Button>
              )}
            </InlineStack>
            <Text as="p" variant="bodySm" tone="subdued">
              {t(`permissions.what.${kind}`)}
            </Text>
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}
