import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

import { Explanation, type ExplanationRow } from "./Explanation";

export type MetricComparison = {
  text: string;
  /** What the number was, in words. */
  detail: string;
  direction: "up" | "down" | "same";
};

/** One number with what it means: the value opens who or what was counted, the ⓘ tells how. */
export function MetricCard({
  title,
  value,
  url,
  comparison,
  explanation,
  badge,
  heading = "h2",
}: {
  title: string;
  value: string;
  /** List of exactly what was counted. */
  url?: string;
  comparison: MetricComparison | null;
  explanation: { label: string; rows: ExplanationRow[] };
  badge?: ReactNode;
  /** Of its title: one below the heading of the place it stands in. */
  heading?: "h2" | "h3";
}) {
  return (
    <Card>
      <BlockStack gap="150">
        <InlineStack align="space-between" blockAlign="start" wrap={false} gap="200">
          <Text as={heading} variant="bodyMd" tone="subdued">
            {title}
          </Text>
          <Explanation {...explanation} />
        </InlineStack>
        <InlineStack gap="200" blockAlign="center">
          <Text as="p" variant="headingLg" numeric>
            {url ? (
              <Link url={url} removeUnderline monochrome accessibilityLabel={`${title}: ${value}`}>
                {value}
              </Link>
            ) : (
              value
            )}
          </Text>
          {badge}
        </InlineStack>
        {comparison ? <Comparison {...comparison} /> : null}
      </BlockStack>
    </Card>
  );
}

const ARROWS = { up: "▲", down: "▼", same: "■" } as const;

function Comparison({ text, detail, direction }: MetricComparison) {
  return (
    <BlockStack>
      <Text
        as="p"
        variant="bodySm"
        fontWeight="medium"
        {...(direction === "up" ? { tone: "success" as const } : {})}
      >
        <span aria-hidden="true">{ARROWS[direction]} </span>
        {text}
      </Text>
      <Text as="p" variant="bodySm" tone="subdued">
        {detail}
      </Text>
    </BlockStack>
  );
}
