import { useFetcher } from "@remix-run/react";
import {
  Badge,
  type BadgeProps,
  BlockStack,
  Box,
  Button,
  Card,
  Divider,
  InlineStack,
  List,
  ProgressBar,
  Text,
} from "@shopify/polaris";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";

import { useLocale } from "~/ui/locale-context";
import { useFormat } from "~/ui/use-format";

import type { ImportView } from "../schema";
import { formatSize } from "./format-size";
import { useReport } from "./use-report";

const TONES: Readonly<Record<ImportView["state"], NonNullable<BadgeProps["tone"]>>> = {
  uploading: "info",
  waiting: "info",
  loading: "info",
  done: "success",
  failed: "critical",
  cancelled: "warning",
};

/** The files that were imported, the latest first, and what became of them. */
export function ImportList({ imports }: { imports: readonly ImportView[] }) {
  const { t } = useTranslation("history-import");
  return (
    <Card padding="0">
      <Box padding="400">
        <Text as="h2" variant="headingMd">
          {t("list.title")}
        </Text>
      </Box>
      {imports.length === 0 ? (
        <Box padding="400" paddingBlockStart="0">
          <Text as="p" tone="subdued">
            {t("list.empty")}
          </Text>
        </Box>
      ) : (
        imports.map((view) => (
          <Fragment key={view.id}>
            <Divider />
            <Box padding="400">
              <ImportRow view={view} />
            </Box>
          </Fragment>
        ))
      )}
    </Card>
  );
}

function ImportRow({ view }: { view: ImportView }) {
  const { t } = useTranslation("history-import");
  const format = useFormat();
  const locale = useLocale();
  const { id, state, kind, percent } = view;
  const isRunning = state === "uploading" || state === "waiting" || state === "loading";
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" blockAlign="start" gap="200">
        <BlockStack gap="050">
          <Text as="h3" variant="headingSm" id={`import-${id}`} breakWord>
            {view.fileName}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {[kind && t(`kind.${kind}`), formatSize(view.fileBytes, locale), format.instant(view.startedAt)]
              .filter(Boolean)
              .join(" · ")}
          </Text>
        </BlockStack>
        <Badge tone={TONES[state]}>{t(`state.${state}`, { percent })}</Badge>
      </InlineStack>
      {isRunning ? <ProgressBar progress={percent} size="small" ariaLabelledBy={`import-${id}`} /> : null}
      {view.error ? <FileError view={view} /> : null}
      {view.rowCount > 0 ? <Counts view={view} /> : null}
      {view.problems.length > 0 ? <Problems view={view} /> : null}
      <Actions view={view} isRunning={isRunning} />
    </BlockStack>
  );
}

function FileError({ view: { error } }: { view: ImportView }) {
  const { t } = useTranslation("history-import");
  if (!error) return null;
  const { code, line, value, expected } = error;
  return (
    <Text as="p" tone="critical" breakWord>
      {t(`error.${code}`, { line, value, expected })}
    </Text>
  );
}

/** What became of the rows, in whole sentences. */
function Counts({ view }: { view: ImportView }) {
  const { t } = useTranslation("history-import");
  const format = useFormat();
  const kind = view.kind ?? "orders";
  const sentence = (key: string, count: number) => t(`count.${key}`, { count, shown: format.count(count) });
  const parts = [
    sentence(`${kind}.taken`, view.takenCount),
    sentence("known", view.knownCount),
    sentence("skipped", view.skippedCount),
    sentence("rows", view.rowCount),
  ];
  return (
    <BlockStack gap="100">
      <Text as="p">{parts.join(" · ")}</Text>
      {view.days ? (
        <Text as="p" tone="subdued">
          {t("days", { from: format.day(view.days.fromOn), to: format.day(view.days.toOn) })}
        </Text>
      ) : null}
      {view.anonymousCount > 0 ? <Text as="p">{sentence("anonymous", view.anonymousCount)}</Text> : null}
    </BlockStack>
  );
}

function Problems({ view }: { view: ImportView }) {
  const { t } = useTranslation("history-import");
  const moreCount = view.skippedCount - view.problems.length;
  return (
    <BlockStack gap="100">
      <Text as="p" fontWeight="medium">
        {t("problems")}
      </Text>
      <List>
        {view.problems.map(({ line, column, value, reason, params }) => (
          <List.Item key={`${line} ${reason}`}>
            {t("line", { line })}: {t(`problem.${reason}`, { ...params, column, value: value ?? "" })}
          </List.Item>
        ))}
      </List>
      {moreCount > 0 ? (
        <Text as="p" tone="subdued">
          {t("more", { count: moreCount })}
        </Text>
      ) : null}
    </BlockStack>
  );
}

function Actions({ view, isRunning }: { view: ImportView; isRunning: boolean }) {
  const { t } = useTranslation("history-import");
  const fetcher = useFetcher();
  const report = useReport(view.id);
  const ask = (kind: "cancel" | "retry") => fetcher.submit({ kind, importId: view.id }, { method: "post" });
  const isAsking = fetcher.state !== "idle";
  if (!isRunning && !view.isRetryable && view.skippedCount === 0) return null;
  return (
    <InlineStack gap="200">
      {isRunning ? (
        <Button loading={isAsking} onClick={() => ask("cancel")}>
          {t("action.cancel")}
        </Button>
      ) : null}
      {view.isRetryable ? (
        <Button loading={isAsking} onClick={() => ask("retry")}>
          {t("action.retry")}
        </Button>
      ) : null}
      {view.skippedCount > 0 ? (
        <Button loading={report.isLoading} onClick={report.download}>
          {t("action.report")}
        </Button>
      ) : null}
    </InlineStack>
  );
}
