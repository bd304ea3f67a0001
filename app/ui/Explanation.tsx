import { BlockStack, Box, Button, Link, Popover, Text } from "@shopify/polaris";
import { InfoIcon } from "@shopify/polaris-icons";
import { useState } from "react";

export type ExplanationRow = { term: string; detail: string; url?: string };

/** A ⓘ that tells where a number comes from: opened by mouse, touch or keyboard, closed by Escape. */
export function Explanation({ label, rows }: { label: string; rows: readonly ExplanationRow[] }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover
      active={isOpen}
      onClose={() => setIsOpen(false)}
      preferredAlignment="right"
      activator={
        <Button
          variant="tertiary"
          size="micro"
          icon={InfoIcon}
          accessibilityLabel={label}
          ariaExpanded={isOpen}
          onClick={() => setIsOpen((wasOpen) => !wasOpen)}
        />
      }
    >
      <Box padding="400" maxWidth="320px">
        <ExplanationRows rows={rows} />
      </Box>
    </Popover>
  );
}

function ExplanationRows({ rows }: { rows: readonly ExplanationRow[] }) {
  return (
    <BlockStack gap="200" as="ul">
      {rows.map(({ term, detail, url }) => (
        <li key={term} style={{ listStyle: "none" }}>
          <Text as="span" variant="bodySm" tone="subdued">
            {term}
          </Text>
          <br />
          {url ? <Link url={url}>{detail}</Link> : <Text as="span">{detail}</Text>}
        </li>
      ))}
    </BlockStack>
  );
}
