import { useFetcher } from "@remix-run/react";
import { Badge, BlockStack, Button, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormatInstant } from "~/ui/DateTime";
import { useFormat } from "~/ui/use-format";

import { driftTopicsOf } from "../drift-topics";
import type { SystemStatus } from "../schema";

type Reconcile = SystemStatus["reconcile"];
type Standing = "none" | "running" | "failed" | "differs" | "in-step";

const TONES = {
  none: "info",
  running: "info",
  failed: "critical",
  differs: "attention",
  "in-step": "success",
} as const satisfies Record<Standing, string>;

/** Whether the copy is as the store is: the last comparison, and what it found and put right. */
export function ReconcileCard({ reconcile }: { reconcile: Reconcile }) {
  const { t } = useTranslation("system");
  const standing = standingOf(reconcile);

  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              {t("reconcile.title")}
            </Text>
            <Summary reconcile={reconcile} />
          </BlockStack>
          <Badge tone={TONES[standing]}>{t(`reconcile.badge.${standing}`)}</Badge>
        </InlineStack>
        {reconcile.resources.map((result) => (
          <ResourceRow key={result.resource} result={result} />
        ))}
        <Divider />
        <Drifts drifts={reconcile.drifts} />
        <RunNow isRunning={standing === "running"} />
      </BlockStack>
    </Card>
  );
}

function standingOf({ run, inStepAt }: Reconcile): Standing {
  if (!run) return "none";
  if (run.state === "running") return "running";
  if (run.state === "failed" || run.state === "cancelled") return "failed";
  return inStepAt === run.startedAt ? "in-step" : "differs";
}

function Summary({ reconcile: { run, inStepAt } }: { reconcile: Reconcile }) {
  const { t } = useTranslation("system");
  const format = useFormatInstant();
  const sentences = [
    ...(run ? [] : [t("reconcile.never")]),
    ...(run?.state === "running"
      ? [
          t("reconcile.running", {
            at: format(run.startedAt),
            resource: t(`sync.resource.${run.resource}`),
          }),
        ]
      : []),
    ...(inStepAt ? [t("reconcile.inStep", { at: format(inStepAt) })] : []),
    ...(run?.state === "done" && inStepAt !== run.startedAt ? [t("reconcile.notYet")] : []),
  ];
  return (
    <Text as="p" variant="bodySm" tone="subdued">
      {sentences.join(" ")}
    </Text>
  );
}

function ResourceRow({ result }: { result: Reconcile["resources"][number] }) {
  const { t } = useTranslation("system");
  const { count } = useFormat();
  const { driftCount, healedCount, checkedCount, sweptCount, localCount, remoteCount, error } = result;
  const isCompared = result.state === "done" || result.state === "running";
  const facts = isCompared
    ? [
        t("reconcile.checked", { count: checkedCount, value: count(checkedCount) }),
        ...(sweptCount > 0 ? [t("reconcile.swept", { value: count(sweptCount) })] : []),
        ...(localCount !== null && remoteCount !== null
          ? [t("reconcile.counts", { local: count(localCount), remote: count(remoteCount) })]
          : []),
      ]
    : [];
  const found = driftCount
    ? t("reconcile.healed", { count: driftCount, value: count(driftCount), healed: count(healedCount) })
    : t("reconcile.clean");
  return (
    <BlockStack gap="050">
      <InlineStack align="space-between" gap="200">
        <Text as="span">{t(`sync.resource.${result.resource}`)}</Text>
        <Text as="span" tone={driftCount > healedCount ? "critical" : "subdued"}>
          {isCompared ? found : t(`reconcile.state.${result.state}`)}
        </Text>
      </InlineStack>
      {facts.length > 0 ? (
        <Text as="p" variant="bodySm" tone="subdued">
          {facts.join(" · ")}
        </Text>
      ) : null}
      {error ? (
        <Text as="p" variant="bodySm" tone={result.state === "failed" ? "critical" : "subdued"}>
          {t(`reconcile.error.${error.code}`, { detail: error.detail })}
        </Text>
      ) : null}
    </BlockStack>
  );
}

function Drifts({ drifts }: { drifts: Reconcile["drifts"] }) {
  const { t } = useTranslation("system");
  const { count, list } = useFormat();
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t("reconcile.drift.title")}
      </Text>
      {drifts.length === 0 ? (
        <Text as="p" tone="subdued">
          {t("reconcile.drift.none")}
        </Text>
      ) : null}
      {drifts.map((drift) => (
        <BlockStack key={`${drift.resource} ${drift.kind}`} gap="050">
          <InlineStack align="space-between" gap="200">
            <Text as="span">
              {`${t(`sync.resource.${drift.resource}`)}: ${t(`reconcile.drift.${drift.kind}`, {
                count: drift.count,
                value: count(drift.count),
              })}`}
            </Text>
            <Badge tone={drift.healedCount === drift.count ? "success" : "attention"}>
              {drift.healedCount === drift.count
                ? t("reconcile.drift.allHealed")
                : t("reconcile.drift.healed", { value: count(drift.healedCount) })}
            </Badge>
          </InlineStack>
          {drift.fields.length > 0 ? (
            <Text as="p" variant="bodySm" tone="subdued" breakWord>
              {t("reconcile.drift.topics", {
                topics: list(driftTopicsOf(drift.fields).map((topic) => t(`reconcile.drift.topic.${topic}`))),
              })}
            </Text>
          ) : null}
        </BlockStack>
      ))}
    </BlockStack>
  );
}

function RunNow({ isRunning }: { isRunning: boolean }) {
  const { t } = useTranslation("system");
  const request = useFetcher();
  return (
    <request.Form method="post">
      <input type="hidden" name="kind" value="reconcile" />
      <Button submit loading={request.state !== "idle"} disabled={isRunning}>
        {t("reconcile.run")}
      </Button>
    </request.Form>
  );
}
