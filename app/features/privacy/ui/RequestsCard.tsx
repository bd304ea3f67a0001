import {
  Badge,
  type BadgeProps,
  BlockStack,
  Box,
  Button,
  ButtonGroup,
  Card,
  Divider,
  InlineStack,
  Text,
} from "@shopify/polaris";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";

import { useFormatInstant } from "~/ui/DateTime";

import type { RequestItem } from "../schema";
import { useFile } from "./use-file";

const TONES: Readonly<Record<RequestItem["state"], NonNullable<BadgeProps["tone"]>>> = {
  received: "attention",
  prepared: "info",
  delivered: "success",
  done: "success",
};

/** What the store was asked about people, the latest first. */
export function RequestsCard({ requests }: { requests: readonly RequestItem[] }) {
  const { t } = useTranslation("privacy");
  if (requests.length === 0) {
    return (
      <Card>
        <Text as="p" tone="subdued">
          {t("requests.none")}
        </Text>
      </Card>
    );
  }
  return (
    <Card padding="0">
      {requests.map((request, index) => (
        <Fragment key={request.id}>
          {index > 0 ? <Divider /> : null}
          <Box padding="400">
            <RequestRow request={request} />
          </Box>
        </Fragment>
      ))}
    </Card>
  );
}

function RequestRow({ request }: { request: RequestItem }) {
  const { t } = useTranslation("privacy");
  const format = useFormatInstant();
  const { kind, state, requestedAt, dueAt, isOverdue, answeredAt, rowCount, canDownload } = request;
  const isOpen = state === "received" || state === "prepared";
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" blockAlign="start" gap="200">
        <Text as="h3" variant="headingSm">
          {t(`requests.kind.${kind}`)}
        </Text>
        <Badge tone={isOverdue ? "critical" : TONES[state]}>
          {t(isOverdue ? "requests.overdue" : `requests.state.${state}`)}
        </Badge>
      </InlineStack>
      <Text as="p" variant="bodySm" tone="subdued">
        {t("requests.asked", { date: format(requestedAt) })}
        {isOpen ? ` · ${t("requests.due", { date: format(dueAt, { dateOnly: true }) })}` : ""}
        {answeredAt && !isOpen ? ` · ${t("requests.answered", { date: format(answeredAt) })}` : ""}
      </Text>
      {state === "received" ? null : (
        <Text as="p" variant="bodySm">
          {t(kind === "redact" ? "requests.erasedRows" : "requests.foundRows", { count: rowCount })}
        </Text>
      )}
      {kind === "data-request" ? (
        <FileButtons requestId={request.id} canDownload={canDownload} state={state} />
      ) : null}
    </BlockStack>
  );
}

function FileButtons({
  requestId,
  canDownload,
  state,
}: {
  requestId: string;
  canDownload: boolean;
  state: RequestItem["state"];
}) {
  const { t } = useTranslation("privacy");
  const { isLoading, fetchAs } = useFile(requestId);
  if (!canDownload) {
    return (
      <Text as="p" variant="bodySm" tone="subdued">
        {t(state === "received" ? "file.underWay" : "file.gone")}
      </Text>
    );
  }
  return (
    <ButtonGroup>
      <Button loading={isLoading} onClick={() => fetchAs("csv")}>
        {t("file.csv")}
      </Button>
      <Button disabled={isLoading} onClick={() => fetchAs("json")}>
        {t("file.json")}
      </Button>
    </ButtonGroup>
  );
}
