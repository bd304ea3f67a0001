import { useFetcher } from "@remix-run/react";
import { Badge, BlockStack, Button, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormatInstant } from "~/ui/DateTime";
import { useFormat } from "~/ui/use-format";

import { driftTopicsOf } from "../drift-topics";
import type { SystemStatus } from "../schema";

type Reconcile = SystemStatus["reconcile"];
type Result = Reconcile["resources"][number];
type Standing = "none" | "running" | "failed" | "differs" | "partly" | "in-step";

const TONES = {
  none: "info",
  running: "info",
  failed: "critical",
  differs: "attention",
  partly: "attention",
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

/** How many more there are here than Shopify counts; fewer: below zero. */
function surplusOf({ state, localCount, remoteCount, error }: Result): number {
  if (state !== "done" || error || localCount === null || remoteCount === null) return 0;
  return localCount - remoteCount;
}

const isOpen = ({ driftCount, healedCount }: Result) => driftCount > healedCount;

function standingOf({ run, inStepAt, resources }: Reconcile): Standing {
  if (!run) return "none";
  if (run.state === "running") return "running";
  if (run.state === "failed" || run.state === "cancelled") return "failed";
  if (inStepAt === run.startedAt) return "in-step";
  return resources.some((result) => isOpen(result) || surplusOf(result) !== 0) ? "differs" : "partly";
}

function Summary({ reconcile: { run, inStepAt, resources } }: { reconcile: Reconcile }) {
  const { t } = useTranslation("system");
  const format = useFormatInstant();
  const { list } = useFormat();
  const miscounted = resources.filter((result) => surplusOf(result) !== 0);
  const names = list(miscounted.map(({ resource }) => t(`sync.resource.${resource}`)));
  const isWhole = resources.every(({ state, error }) => state === "done" && error === null);
  const differences = [
    ...(resources.some(isOpen) ? [t("reconcile.notYet")] : []),
    ...(miscounted.length > 0 ? [t("reconcile.miscounted", { names })] : []),
    ...(isWhole ? [] : [t("reconcile.partly")]),
  ];
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
    ...(run?.state === "done" && inStepAt !== run.startedAt ? differences : []),
  ];
  return (
    <Text as="p" variant="bodySm" tone="subdued">
      {sentences.join(" ")}
    </Text>
  );
}

/** What was looked at, in few words; none of what was not compared. */
function useLookedAt({ state, checkedCount, sweptCount, localCount, remoteCount }: Result): string[] {
  const { t } = useTranslation("system");
  const { count } = useFormat();
  if (!isCompared(state)) return [];
  return [
    t("reconcile.checked", { count: checkedCount, value: count(checkedCount) }),
    ...(sweptCount > 0 ? [t("reconcile.swept", { value: count(sweptCount) })] : []),
    ...(localCount !== null && remoteCount !== null
      ? [t("reconcile.counts", { local: count(localCount), remote: count(remoteCount) })]
      : []),
  ];
}

const isCompared = (state: Result["state"]) => state === "done" || state === "running";

function ResourceRow({ result }: { result: Result }) {
  const { t } = useTranslation("system");
  const { count } = useFormat();
  const facts = useLookedAt(result);
  const { driftCount, healedCount, error } = result;
  const surplus = surplusOf(result);
  const found = driftCount
    ? t("reconcile.healed", { count: driftCount, value: count(driftCount), healed: count(healedCount) })
    : t(surplus === 0 ? "reconcile.clean" : "reconcile.otherCount");
  return (
    <BlockStack gap="050">
      <InlineStack align="space-between" gap="200">
        <Text as="span">{t(`sync.resource.${result.resource}`)}</Text>
        <Text as="span" tone={driftCount > healedCount ? "critical" : "subdued"}>
          {isCompared(result.state) ? found : t(`reconcile.state.${result.state}`)}
        </Text>
      </InlineStack>
      {facts.length > 0 ? (
        <Text as="p" variant="bodySm" tone="subdued">
          {facts.join(" · ")}
        </Text>
      ) : null}
      {surplus === 0 ? null : (
        <Text as="p" variant="bodySm">
          {t(surplus > 0 ? "reconcile.more" : "reconcile.fewer", {
            count: Math.abs(surplus),
            value: count(Math.abs(surplus)),
          })}
        </Text>
      )}
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
