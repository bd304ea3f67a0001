import { Badge, type BadgeProps, BlockStack, Box, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { Level, SenderCheck, SenderPageData } from "../schema";
import type { SenderActions } from "./use-sender-actions";

const TONES: Record<Level, BadgeProps["tone"]> = {
  good: "success",
  advice: "attention",
  bad: "critical",
  unknown: undefined,
};

type Props = {
  sender: SenderPageData["sender"];
  actions: Pick<SenderActions, "checks" | "isChecking" | "onCheck">;
};

/** What DNS says of the sender's domain, and what to mend. */
export function ChecksCard({ sender: { address, domain }, actions }: Props) {
  const { t } = useTranslation("messaging");
  const { checks, isChecking, onCheck } = actions;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="p" breakWord>
          {t("sender.checks.from", { address })}
        </Text>
        <div aria-live="polite">
          <BlockStack gap="400">
            {checks === null ? (
              <Text as="p" tone="subdued">
                {t("sender.checks.notYet", { domain })}
              </Text>
            ) : (
              checks.map((check) => <Check key={check.check} check={check} />)
            )}
          </BlockStack>
        </div>
        <InlineStack>
          <Button onClick={onCheck} loading={isChecking}>
            {t(checks === null ? "sender.checks.now" : "sender.checks.again")}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function Check({ check: { check, level, name, record, findings } }: { check: SenderCheck }) {
  const { t } = useTranslation("messaging");
  const tone = TONES[level];
  return (
    <BlockStack gap="150">
      <InlineStack gap="200" blockAlign="center">
        <Text as="h3" variant="headingSm">
          {t(`sender.check.${check}`)}
        </Text>
        <Badge {...(tone ? { tone } : {})}>{t(`sender.level.${level}`)}</Badge>
      </InlineStack>
      {findings.map(({ key, params }) => (
        <Text key={key} as="p" breakWord>
          {t(`sender.finding.${check}.${key}`, { ...params })}
        </Text>
      ))}
      {name ? (
        <Text as="p" variant="bodySm" tone="subdued" breakWord>
          {t("sender.checks.at", { name })}
        </Text>
      ) : null}
      {record ? (
        <Box background="bg-surface-secondary" padding="200" borderRadius="200">
          <Text as="p" variant="bodySm" breakWord>
            <code style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{record}</code>
          </Text>
        </Box>
      ) : null}
    </BlockStack>
  );
}
