import { Badge, BlockStack, Box, Card, Link, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { DecisionItem } from "~/engine/decisions/schema";
import { useDecisionSentence } from "~/engine/decisions/ui/use-decision-sentence";
import type { RunStory } from "~/engine/flows/presenter.server";
import { DateTime } from "~/ui/DateTime";

/** One person's way through a flow: what was decided when, and why. */
export function RunStoryPage({ story: { run, flowName, lines } }: { story: RunStory }) {
  const { t } = useTranslation("flow-screens");
  const name = run.customer ? run.customer.name || t("runs.nameless") : t("runs.guest");
  return (
    <Page
      title={name}
      subtitle={flowName}
      titleMetadata={<Badge>{t(`flows:runState.${run.state}`)}</Badge>}
      backAction={{ content: t("runs.title"), url: `/app/flows/${run.flowId}/runs` }}
    >
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="100">
            <Text as="p">
              {t("runs.entered")} <DateTime at={run.enteredAt} />
            </Text>
            <Text as="p">{t("runs.version", { version: run.version })}</Text>
            {run.wakeAt === null ? null : (
              <Text as="p">
                {t("runs.until")} <DateTime at={run.wakeAt} />
              </Text>
            )}
            {run.endedAt === null ? null : (
              <Text as="p">
                {t("runs.ended")} <DateTime at={run.endedAt} />
              </Text>
            )}
            {run.customer ? (
              <Link url={`/app/customers/${run.customer.id}`}>{t("runs.customer")}</Link>
            ) : null}
          </BlockStack>
        </Card>
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              {t("runs.story")}
            </Text>
            {lines.length === 0 ? (
              <Text as="p" tone="subdued">
                {t("runs.noStory")}
              </Text>
            ) : (
              <BlockStack as="ol" gap="300">
                {lines.map((line) => (
                  <li key={line.id}>
                    <StoryLine line={line} />
                  </li>
                ))}
              </BlockStack>
            )}
          </BlockStack>
        </Card>
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function StoryLine({ line }: { line: DecisionItem }) {
  const sentence = useDecisionSentence();
  return (
    <BlockStack>
      <Text as="span" variant="bodySm" tone="subdued">
        <DateTime at={line.decidedAt} />
      </Text>
      <Text as="span" breakWord>
        {sentence(line)}
      </Text>
    </BlockStack>
  );
}
