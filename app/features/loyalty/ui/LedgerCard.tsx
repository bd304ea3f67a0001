import { BlockStack, Box, Card, Divider, InlineStack, Pagination, Text } from "@shopify/polaris";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { MemberPage } from "../member/schema";
import type { LedgerLine } from "../members/schema";

type Props = { ledger: MemberPage["ledger"]; onPage: (page: number) => void };

/** What happened to the points, in words, the newest first. */
export function LedgerCard({ ledger: { lines, page, pageCount }, onPage }: Props) {
  const { t } = useTranslation("loyalty-screens");
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("ledger.title")}
          </Text>
          {lines.length === 0 ? (
            <Text as="p" tone="subdued">
              {t("ledger.none")}
            </Text>
          ) : null}
        </BlockStack>
      </Box>
      {lines.map((line) => (
        <Fragment key={line.id}>
          <Divider />
          <Box padding="300" paddingInline="400">
            <Line line={line} />
          </Box>
        </Fragment>
      ))}
      {pageCount > 1 ? (
        <Pagination
          type="table"
          label={t("page", { page, pageCount })}
          hasPrevious={page > 1}
          hasNext={page < pageCount}
          onPrevious={() => onPage(page - 1)}
          onNext={() => onPage(page + 1)}
        />
      ) : null}
    </Card>
  );
}

function Line({ line }: { line: LedgerLine }) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  const what = line.order ? "ledger.withOrder" : "ledger.without";
  const sentence =
    line.kind === "earned"
      ? t(`source.${line.sourceKind ?? "custom"}`, { order: line.order?.name ?? "" })
      : t(`${what}.${line.kind}`, { order: line.order?.name ?? "" });
  return (
    <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
      <BlockStack gap="050">
        <Text as="span">{sentence}</Text>
        <Text as="span" variant="bodySm" tone="subdued">
          {format.instant(line.at)}
          {line.staffId === null ? "" : ` · ${t("staff", { id: line.staffId })}`}
        </Text>
      </BlockStack>
      {/* On a narrow page the sentence wraps, and amounts stay one under the other at the edge. */}
      <div style={{ flex: "none" }}>
        <Changes line={line} />
      </div>
    </InlineStack>
  );
}

function Changes({ line: { availableChange, pendingChange } }: { line: LedgerLine }) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  const signed = (points: number) => `${points > 0 ? "+" : "−"}${format.count(Math.abs(points))}`;
  return (
    <BlockStack gap="050" inlineAlign="end">
      {availableChange === 0 ? null : (
        <Text as="span" numeric fontWeight="semibold">
          {t("ledger.available", { points: signed(availableChange) })}
        </Text>
      )}
      {pendingChange === 0 ? null : (
        <Text as="span" numeric tone="subdued">
          {t("ledger.pending", { count: Math.abs(pendingChange), points: signed(pendingChange) })}
        </Text>
      )}
    </BlockStack>
  );
}
