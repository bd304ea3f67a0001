import { Badge, BlockStack, Box, Divider, InlineStack, Link, Text } from "@shopify/polaris";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";

import { DateTime } from "~/ui/DateTime";

import type { DecisionItem, DecisionOutcome } from "../schema";

import { useDecisionSentence } from "./use-decision-sentence";

type Tone = "success" | "info" | "attention";

/** Outcomes without a tone are plain: nothing happened, and that is fine. */
const TONES: Partial<Record<DecisionOutcome, Tone>> = {
  sent: "success",
  issued: "success",
  recovered: "success",
  tagged: "success",
  entered: "info",
  moved: "info",
  postponed: "attention",
  untagged: "attention",
};

function badgeTone(outcome: DecisionOutcome): { tone?: Tone } {
  const tone = TONES[outcome];
  return tone ? { tone } : {};
}

/** Decisions in words, newest first. `showCustomer` names the person where the page is not about one. */
export function DecisionList({
  items,
  showCustomer = false,
}: {
  items: readonly DecisionItem[];
  showCustomer?: boolean;
}) {
  const { t } = useTranslation("decisions");
  const sentence = useDecisionSentence();
  if (items.length === 0) {
    return (
      <Box padding="400">
        <Text as="p" tone="subdued">
          {t("empty")}
        </Text>
      </Box>
    );
  }
  return (
    <BlockStack>
      {items.map((item, index) => (
        <Fragment key={item.id}>
          {index > 0 ? <Divider /> : null}
          <Box padding="400">
            <BlockStack gap="100">
              <InlineStack gap="200" blockAlign="center">
                <Badge {...badgeTone(item.outcome)}>{t(`outcome.${item.outcome}`)}</Badge>
                <Text as="span" variant="bodySm" tone="subdued">
                  {t(`feature.${item.feature}`)} · <DateTime at={item.decidedAt} />
                </Text>
              </InlineStack>
              <Text as="p">{sentence(item)}</Text>
              <About item={item} showCustomer={showCustomer} />
              {item.nextTryAt ? (
                <Text as="p" variant="bodySm" tone="subdued">
                  {t("nextTry")} <DateTime at={item.nextTryAt} />
                </Text>
              ) : null}
            </BlockStack>
          </Box>
        </Fragment>
      ))}
    </BlockStack>
  );
}

/** Whom and what it is about, each with its page. */
function About({ item: { customer, subject }, showCustomer }: { item: DecisionItem; showCustomer: boolean }) {
  const { t } = useTranslation("decisions");
  const person = showCustomer ? customer : null;
  if (!person && !subject) return null;
  return (
    <InlineStack gap="100">
      {person ? (
        <Link url={`/app/customers/${person.id}`} removeUnderline>
          {person.name || t("nameless")}
        </Link>
      ) : null}
      {person && subject ? (
        <Text as="span" tone="subdued">
          ·
        </Text>
      ) : null}
      {subject ? (
        <Link url={subject.url} removeUnderline>
          {subject.name || t("open")}
        </Link>
      ) : null}
    </InlineStack>
  );
}
