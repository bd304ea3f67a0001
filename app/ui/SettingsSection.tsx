import { BlockStack, Box, InlineGrid, Layout, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

/**
 * A section of a settings page: what it is about beside its cards, or above them where there is no room.
 *
 * Polaris's annotated section begins at the very edge of a narrow screen.
 */
export function SettingsSection({
  title,
  description,
  children,
}: {
  title: string;
  description: ReactNode;
  children: ReactNode;
}) {
  return (
    <Layout.Section variant="fullWidth">
      <InlineGrid columns={{ xs: "1fr", md: "2fr 5fr" }} gap="400">
        <Box paddingInlineStart={{ xs: "400", sm: "0" }} paddingInlineEnd="400" paddingBlockStart="400">
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd">
              {title}
            </Text>
            <Text as="p" tone="subdued">
              {description}
            </Text>
          </BlockStack>
        </Box>
        <BlockStack>{children}</BlockStack>
      </InlineGrid>
    </Layout.Section>
  );
}
