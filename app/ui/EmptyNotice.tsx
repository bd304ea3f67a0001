import { BlockStack, Box, Button, Card, Text } from "@shopify/polaris";

/** A place where nothing is yet: why, and what to do. */
export function EmptyNotice({
  title,
  text,
  action,
}: {
  title: string;
  text: string;
  action?: { label: string; url: string };
}) {
  return (
    <Card>
      <Box paddingBlock="800">
        <BlockStack gap="300" inlineAlign="center">
          <Text as="h2" variant="headingMd" alignment="center">
            {title}
          </Text>
          <Box maxWidth="420px">
            <Text as="p" tone="subdued" alignment="center">
              {text}
            </Text>
          </Box>
          {action ? <Button url={action.url}>{action.label}</Button> : null}
        </BlockStack>
      </Box>
    </Card>
  );
}
