import { Badge, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { Interval } from "~/kit/statistics";
import { Explanation } from "~/ui/Explanation";
import { useFormat } from "~/ui/use-format";

import type { QuestionResult } from "../results/presenter.server";
import styles from "./Surveys.module.css";

/** How often each answer to a question was given, and how sure that is. */
export function ResultCard({ of, result }: { of: string; result: QuestionResult }) {
  const { t } = useTranslation("surveys");
  const format = useFormat();
  const { text, totalCount, isFew, answers } = result;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <InlineStack align="space-between" blockAlign="start" wrap={false} gap="200">
            <Text as="p" variant="bodySm" tone="subdued">
              {of}
            </Text>
            <Explanation
              label={t("results.explain")}
              rows={[
                { term: t("results.explainShare"), detail: t("results.explainShareText") },
                { term: t("results.explainRange"), detail: t("results.explainRangeText") },
                { term: t("results.few"), detail: t("results.fewHelp") },
              ]}
            />
          </InlineStack>
          <Text as="h2" variant="headingMd" breakWord>
            {text}
          </Text>
          <InlineStack gap="200" blockAlign="center">
            <Text as="span" tone="subdued">
              {totalCount === 0
                ? t("results.none")
                : t("results.count", { count: totalCount, number: format.count(totalCount) })}
            </Text>
            {isFew && totalCount > 0 ? <Badge tone="attention">{t("results.few")}</Badge> : null}
          </InlineStack>
        </BlockStack>
        <Average result={result} />
        {totalCount === 0 ? null : (
          <ul className={styles.answers}>
            {answers.map((answer) => (
              <Answer key={answer.key} answer={answer} />
            ))}
          </ul>
        )}
      </BlockStack>
    </Card>
  );
}

function Average({ result: { average } }: { result: QuestionResult }) {
  const { t } = useTranslation("surveys");
  const format = useFormat();
  const rangeOf = useRange(format.count);
  if (!average) return null;
  return (
    <InlineStack gap="200" blockAlign="baseline">
      <Text as="p" variant="headingLg" numeric>
        {t("results.average", { value: format.count(average.value) })}
      </Text>
      <Text as="span" tone="subdued">
        {[t("results.averageOf"), ...(average.interval ? [rangeOf(average.interval)] : [])].join(" · ")}
      </Text>
    </InlineStack>
  );
}

function Answer({
  answer: { label, count, share, interval },
}: {
  answer: QuestionResult["answers"][number];
}) {
  const format = useFormat();
  const rangeOf = useRange(format.share);
  return (
    <li className={styles.answer}>
      <span className={styles.label}>{label}</span>
      <span className={styles.figures}>{`${format.count(count)} · ${format.share(share ?? 0)}`}</span>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.bar} style={{ inlineSize: `${(share ?? 0) * 100}%` }} />
      </span>
      <span className={styles.range}>{interval ? rangeOf(interval) : ""}</span>
    </li>
  );
}

function useRange(write: (value: number) => string): (interval: Interval) => string {
  const { t } = useTranslation("surveys");
  return ({ low, high }) => t("results.interval", { low: write(low), high: write(high) });
}
