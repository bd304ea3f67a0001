import { Banner, BlockStack, Box, InlineGrid, InlineStack, Page } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { AsOf } from "~/ui/AsOf";
import { EmptyNotice } from "~/ui/EmptyNotice";
import { SaveBar } from "~/ui/SaveBar";

import type { IncentivesPageData } from "../list/presenter.server";
import { type CodeFilter, codeListUrl } from "../schema";

import { CodesCard } from "./CodesCard";
import { CostCard } from "./CostCard";
import { IncentiveFigures } from "./IncentiveFigures";
import { LimitsCard } from "./LimitsCard";
import { type IncentivesActions, useIncentiveForm } from "./use-incentives";

type Props = {
  data: IncentivesPageData;
  isLoading?: boolean;
  actions: IncentivesActions;
  onNavigate: (url: string) => void;
};

/** What was given to whom, what it costs, and within which limits. */
export function IncentivesPage({ data, isLoading = false, actions, onNavigate }: Props) {
  const { t } = useTranslation("incentives");
  const { filter, settings, currencyCode, missingKinds } = data;
  const { form, isDirty, change, discard } = useIncentiveForm(settings, currencyCode);
  const show = (part: Partial<CodeFilter>) => onNavigate(codeListUrl({ ...filter, page: 1, ...part }));
  const isEmpty = data.totalCount === 0 && filter.tab === "all";
  return (
    <Page
      fullWidth
      title={t("title")}
      subtitle={t("subtitle")}
      secondaryActions={[{ content: t("actions.refresh"), onAction: actions.onRefresh }]}
    >
      <SaveBar
        open={isDirty}
        saving={actions.isSaving}
        onSave={() => actions.onSave(form)}
        onDiscard={discard}
      />
      <BlockStack gap="400">
        {missingKinds.length > 0 ? (
          <Banner tone="info" title={t("missing.title")}>
            <p>{t("missing.text", { kinds: missingKinds.map((kind) => t(`kinds.${kind}`)).join(", ") })}</p>
          </Banner>
        ) : null}
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <BlockStack gap="200">
            <IncentiveFigures data={data} />
            <InlineStack align="end">
              <AsOf at={data.asOf} />
            </InlineStack>
          </BlockStack>
        </Box>
        {isEmpty ? (
          <EmptyNotice title={t("empty.title")} text={t("empty.text")} />
        ) : (
          <CodesCard data={data} isLoading={isLoading} onShow={show} />
        )}
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="400" alignItems="start">
          <CostCard data={data} />
          <LimitsCard
            form={form}
            change={change}
            errors={isDirty ? actions.errors : {}}
            currencyCode={currencyCode}
          />
        </InlineGrid>
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
