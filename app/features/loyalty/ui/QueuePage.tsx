import {
  BlockStack,
  Box,
  Button,
  ButtonGroup,
  Card,
  Divider,
  InlineStack,
  Link,
  Page,
  Text,
} from "@shopify/polaris";
import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { AsOf } from "~/ui/AsOf";
import { EmptyNotice } from "~/ui/EmptyNotice";
import { useFormat } from "~/ui/use-format";

import type { ReviewRow } from "../members/schema";
import type { QueuePage as PageData } from "../queue/presenter.server";

import { LoyaltyTabs } from "./LoyaltyTabs";
import type { QueueActions } from "./use-queue-actions";

type Props = { data: PageData; actions: QueueActions; onNavigate: (url: string) => void };

/** What waits for a person: earnings that look odd, and points by hand above the limit. */
export function QueuePage({ data, actions, onNavigate }: Props) {
  const { t } = useTranslation("loyalty-screens");
  const { reviews, adjustments } = data;
  const count = reviews.length + adjustments.length;
  return (
    <Page title={t("title")} subtitle={t("queue.subtitle")}>
      <LoyaltyTabs selected="review" waitingCount={count} onNavigate={onNavigate} />
      <BlockStack gap="400">
        {count === 0 ? (
          <EmptyNotice title={t("queue.empty.title")} text={t("queue.empty.text")} />
        ) : (
          <Box paddingInline={{ xs: "400", sm: "0" }}>
            <InlineStack align="end">
              <AsOf at={data.asOf} />
            </InlineStack>
          </Box>
        )}
        {reviews.length > 0 ? (
          <Rows title={t("queue.reviews")} text={t("queue.reviewsText")}>
            {reviews.map((row) => (
              <Item key={row.lotId}>
                <ReviewItem row={row} actions={actions} />
              </Item>
            ))}
          </Rows>
        ) : null}
        {adjustments.length > 0 ? (
          <Rows title={t("queue.adjustments")} text={t("queue.adjustmentsText")}>
            {adjustments.map((row) => (
              <Item key={row.adjustmentId}>
                <AdjustmentItem row={row} actions={actions} />
              </Item>
            ))}
          </Rows>
        ) : null}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function Rows({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          <Text as="p" tone="subdued">
            {text}
          </Text>
        </BlockStack>
      </Box>
      {children}
    </Card>
  );
}

function Item({ children }: { children: ReactNode }) {
  return (
    <Fragment>
      <Divider />
      <Box padding="400">{children}</Box>
    </Fragment>
  );
}

function Person({ customer }: { customer: ReviewRow["customer"] }) {
  const { t } = useTranslation("loyalty-screens");
  if (!customer) return <Text as="span">{t("queue.guest")}</Text>;
  return <Link url={`/app/loyalty/members/${customer.id}`}>{customer.name || t("nameless")}</Link>;
}

function ReviewItem({ row, actions }: { row: ReviewRow; actions: QueueActions }) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  const params = Object.fromEntries(
    Object.entries(row.params).map(([name, value]) => [name, format.count(value)]),
  );
  const name = row.customer?.name ?? t("queue.guest");
  return (
    <InlineStack align="space-between" blockAlign="center" gap="300">
      <BlockStack gap="100">
        <InlineStack align="start" gap="200">
          <Person customer={row.customer} />
          <Text as="span" fontWeight="semibold" numeric>
            {t("points", { count: row.points, value: format.count(row.points) })}
          </Text>
        </InlineStack>
        <Text as="p">{t(`loyalty:review.${row.reason}`, params)}</Text>
        <Text as="p" variant="bodySm" tone="subdued">
          {t(`loyalty:earn.${row.sourceKind}`, { defaultValue: "" })} · {format.instant(row.earnedAt)}
        </Text>
      </BlockStack>
      <ButtonGroup>
        <Button
          variant="primary"
          disabled={actions.isSending}
          accessibilityLabel={t("queue.releaseOf", { name })}
          onClick={() => actions.onReview(row.lotId, "released")}
        >
          {t("queue.release")}
        </Button>
        <Button
          tone="critical"
          disabled={actions.isSending}
          accessibilityLabel={t("queue.rejectOf", { name })}
          onClick={() => actions.onReview(row.lotId, "rejected")}
        >
          {t("queue.reject")}
        </Button>
      </ButtonGroup>
    </InlineStack>
  );
}

function AdjustmentItem({ row, actions }: { row: PageData["adjustments"][number]; actions: QueueActions }) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  const value = `${row.points > 0 ? "+" : "−"}${format.count(Math.abs(row.points))}`;
  return (
    <InlineStack align="space-between" blockAlign="center" gap="300">
      <BlockStack gap="100">
        <InlineStack align="start" gap="200">
          <Person customer={row.customer} />
          <Text as="span" fontWeight="semibold" numeric>
            {t("points", { count: Math.abs(row.points), value })}
          </Text>
        </InlineStack>
        <Text as="p">{row.reason}</Text>
        <Text as="p" variant="bodySm" tone="subdued">
          {format.instant(row.requestedAt)}
          {row.requestedBy ? ` · ${t("staff", { id: row.requestedBy })}` : ""}
        </Text>
      </BlockStack>
      {row.canDecide ? (
        <ButtonGroup>
          <Button
            variant="primary"
            disabled={actions.isSending}
            onClick={() => actions.onDecide(row.adjustmentId, "approved")}
          >
            {t("decide.approved")}
          </Button>
          <Button disabled={actions.isSending} onClick={() => actions.onDecide(row.adjustmentId, "declined")}>
            {t("decide.declined")}
          </Button>
        </ButtonGroup>
      ) : (
        <Text as="p" variant="bodySm" tone="subdued">
          {t("decide.another")}
        </Text>
      )}
    </InlineStack>
  );
}
