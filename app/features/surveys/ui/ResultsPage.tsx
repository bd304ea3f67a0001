import { Banner, BlockStack, Box, Page, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { AsOf } from "~/ui/AsOf";
import { EmptyNotice } from "~/ui/EmptyNotice";

import type { QuestionResult, ResultsPageData } from "../results/presenter.server";
import { PERIODS, type ResultsFilter, resultsUrl } from "../schema";
import { AnswerTable } from "./AnswerTable";
import { ResultCard } from "./ResultCard";
import styles from "./Surveys.module.css";

export const QUESTION_URL = "/app/surveys/question";

type Props = { data: ResultsPageData; isLoading?: boolean; onNavigate: (url: string) => void };

/** What people answered, by question, and the newest answers with their words. */
export function ResultsPage({ data, isLoading = false, onNavigate }: Props) {
  const { t } = useTranslation("surveys");
  const show = (part: Partial<ResultsFilter>) => onNavigate(resultsUrl({ ...data.filter, page: 1, ...part }));
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      primaryAction={{ content: t("actions.question"), url: QUESTION_URL }}
    >
      <BlockStack gap="400">
        {data.isEnabled ? null : (
          <Banner tone="info" title={t("off.title")} action={{ content: t("off.action"), url: QUESTION_URL }}>
            <Text as="p">{t("off.text")}</Text>
          </Banner>
        )}
        {data.isEmpty ? (
          <EmptyNotice
            title={t("empty.title")}
            text={t("empty.text")}
            {...(data.isEnabled ? { action: { label: t("empty.action"), url: QUESTION_URL } } : {})}
          />
        ) : (
          <Answers data={data} isLoading={isLoading} onShow={show} />
        )}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function Answers({
  data,
  isLoading,
  onShow,
}: {
  data: ResultsPageData;
  isLoading: boolean;
  onShow: (part: Partial<ResultsFilter>) => void;
}) {
  const { t } = useTranslation("surveys");
  return (
    <>
      <Box paddingInline={{ xs: "400", sm: "0" }}>
        <div className={styles.tools}>
          <Select
            label={t("period.label")}
            labelInline
            options={PERIODS.map((value) => ({ value, label: t(`period.${value}`) }))}
            value={data.filter.period}
            disabled={isLoading}
            onChange={(period) => onShow({ period: period as ResultsFilter["period"] })}
          />
          <AsOf at={data.asOf} />
        </div>
      </Box>
      <Results of="current" results={[data.current]} />
      <Results of="mails" results={data.mails} />
      <Results of="former" results={data.former} />
      <AnswerTable data={data} isLoading={isLoading} onShow={onShow} />
    </>
  );
}

function Results({
  of,
  results,
}: {
  of: "current" | "mails" | "former";
  results: readonly QuestionResult[];
}) {
  const { t } = useTranslation("surveys");
  return results.map((result) => <ResultCard key={result.key} of={t(`results.${of}`)} result={result} />);
}
