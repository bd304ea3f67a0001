import {
  Badge,
  BlockStack,
  Box,
  Button,
  Card,
  Divider,
  Icon,
  InlineStack,
  ProgressBar,
  Text,
} from "@shopify/polaris";
import { AlertCircleIcon, CheckCircleIcon, CircleRightIcon, ClockIcon } from "@shopify/polaris-icons";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";

import type { Guide, GuideStep } from "../schema";

const MARKS = {
  done: { icon: CheckCircleIcon, tone: "success" },
  open: { icon: CircleRightIcon, tone: "subdued" },
  running: { icon: ClockIcon, tone: "info" },
  failed: { icon: AlertCircleIcon, tone: "critical" },
} as const;

/** What to do first, each step with what has really happened. */
export function GuideCard({
  guide,
  isSaving,
  onDismiss,
}: {
  guide: Guide;
  isSaving: boolean;
  onDismiss: () => void;
}) {
  const { t } = useTranslation("home");
  const { steps, doneCount } = guide;
  const isAllDone = doneCount === steps.length;
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="300">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Text as="h2" variant="headingMd">
              {t("guide.title")}
            </Text>
            <Button variant="tertiary" loading={isSaving} onClick={onDismiss}>
              {t("guide.dismiss")}
            </Button>
          </InlineStack>
          <Text as="p" tone="subdued">
            {isAllDone ? t("guide.allDone") : t("guide.progress", { done: doneCount, count: steps.length })}
          </Text>
          <span id="guide-progress" hidden>
            {t("guide.progress", { done: doneCount, count: steps.length })}
          </span>
          <ProgressBar
            progress={(100 * doneCount) / steps.length}
            size="small"
            tone="success"
            ariaLabelledBy="guide-progress"
          />
        </BlockStack>
      </Box>
      {steps.map((step) => (
        <Fragment key={step.name}>
          <Divider />
          <Step step={step} />
        </Fragment>
      ))}
    </Card>
  );
}

function Step({ step }: { step: GuideStep }) {
  const { t } = useTranslation("home");
  const { icon, tone } = MARKS[step.state];
  const isDone = step.state === "done";
  return (
    <Box padding="400">
      <InlineStack gap="300" wrap={false} blockAlign="start">
        <div>
          <Icon source={icon} tone={tone} accessibilityLabel={t(`guide.state.${step.state}`)} />
        </div>
        <BlockStack gap="100" inlineAlign="start">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h3" fontWeight="semibold">
              {t(`guide.${step.name}.title`)}
            </Text>
            {step.state === "running" ? (
              <Badge tone="info">{t("guide.percent", { percent: step.percent })}</Badge>
            ) : null}
          </InlineStack>
          <Text as="p" tone="subdued">
            {t(isDone ? `guide.${step.name}.done` : `guide.${step.name}.open`)}
          </Text>
          {isDone ? null : (
            <Button variant="plain" url={step.url}>
              {t(`guide.${step.name}.action`)}
            </Button>
          )}
        </BlockStack>
      </InlineStack>
    </Box>
  );
}
