import { BlockStack, Box, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { FieldItem } from "../schema";

import { FieldSummary } from "./FieldList";

/** Fields out of sight, with what customers have in them. */
export function ArchivedFields({
  fields,
  isBusy,
  onRestore,
}: {
  fields: readonly FieldItem[];
  isBusy: boolean;
  onRestore: (field: FieldItem) => void;
}) {
  const { t } = useTranslation("customer-fields");
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("archived.title")}
          </Text>
          <Text as="p" tone="subdued">
            {t("archived.text")}
          </Text>
        </BlockStack>
      </Box>
      <BlockStack as="ul">
        {fields.map((field) => (
          <li key={field.id}>
            <Box padding="400" borderBlockStartWidth="025" borderColor="border">
              <InlineStack align="space-between" blockAlign="center" gap="300">
                <FieldSummary field={field} />
                <Button
                  accessibilityLabel={t("restore.of", { name: field.name })}
                  disabled={isBusy}
                  onClick={() => onRestore(field)}
                >
                  {t("restore.action")}
                </Button>
              </InlineStack>
            </Box>
          </li>
        ))}
      </BlockStack>
    </Card>
  );
}
