import { useFetcher } from "@remix-run/react";
import { Badge, BlockStack, Box, Button, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { Fragment, useEffect } from "react";
import { useTranslation } from "react-i18next";

import { DateTime } from "~/ui/DateTime";
import { useToast } from "~/ui/use-toast";

import type { DeadLetter } from "../schema";

/** What did not get through: nothing of it is lost, each waits for a person. */
export function DeadLetterTable({
  letters,
  totalCount,
}: {
  letters: readonly DeadLetter[];
  totalCount: number;
}) {
  const { t } = useTranslation("system");
  const retry = useRetry();
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("dead.title")}
          </Text>
          <Text as="p" tone="subdued">
            {totalCount === 0 ? t("dead.none") : t("dead.count", { count: totalCount })}
          </Text>
        </BlockStack>
      </Box>
      {letters.map((letter) => (
        <Fragment key={`${letter.kind}:${letter.id}`}>
          <Divider />
          <DeadLetterRow letter={letter} retry={retry} />
        </Fragment>
      ))}
    </Card>
  );
}

/** Of the table, not of a row: the row is gone by the time the answer is here. */
function useRetry() {
  const { t } = useTranslation("system");
  const toast = useToast();
  const fetcher = useFetcher<{ outcome: string }>();
  const outcome = fetcher.state === "idle" ? fetcher.data?.outcome : undefined;

  useEffect(() => {
    if (outcome)
      toast(t(outcome === "retried" ? "dead.retried" : "dead.gone"), { isError: outcome !== "retried" });
  }, [outcome, t, toast]);

  return { Form: fetcher.Form, idUnderWay: fetcher.formData?.get("id") ?? null };
}

function DeadLetterRow({ letter, retry }: { letter: DeadLetter; retry: ReturnType<typeof useRetry> }) {
  const { t } = useTranslation("system");
  return (
    <Box padding="400">
      <InlineStack align="space-between" blockAlign="start" gap="300">
        <BlockStack gap="100">
          <InlineStack gap="200" blockAlign="center">
            <Text as="span" fontWeight="semibold">
              {letter.name}
            </Text>
            <Badge tone={letter.state === "uncertain" ? "attention" : "critical"}>
              {t(`dead.state.${letter.state}`)}
            </Badge>
            <Text as="span" variant="bodySm" tone="subdued">
              {t(`dead.kind.${letter.kind}`)} · <DateTime at={letter.at} />
            </Text>
          </InlineStack>
          <Text as="p" breakWord>
            {letter.path ? <code>{letter.path}</code> : null} {letter.message}
          </Text>
          {letter.value ? (
            <Text as="p" variant="bodySm" tone="subdued" breakWord>
              {t("dead.value", { value: letter.value })}
            </Text>
          ) : null}
        </BlockStack>
        <retry.Form method="post">
          <input type="hidden" name="kind" value={`retry-${letter.kind}`} />
          <input type="hidden" name="id" value={letter.id} />
          <Button
            submit
            size="slim"
            loading={retry.idUnderWay === letter.id}
            accessibilityLabel={t("dead.retryOf", { name: letter.name })}
          >
            {t("dead.retry")}
          </Button>
        </retry.Form>
      </InlineStack>
    </Box>
  );
}
