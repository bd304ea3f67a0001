import { BlockStack, Box, Button, ButtonGroup, Card, InlineStack, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { AsOf } from "~/ui/AsOf";
import { useFormat } from "~/ui/use-format";

import { type MovementsPageData, movementsUrl, NO_TIER, PERIODS } from "../../movements/schema";

import { FlowDrawing } from "./FlowDrawing";
import { FlowTable } from "./FlowTable";
import { PeopleTable } from "./PeopleTable";

type Props = { data: MovementsPageData; isLoading: boolean; onNavigate: (url: string) => void };

/** Who moved from which tier to which in a time, and why. */
export function MovementsPage({ data, isLoading, onNavigate }: Props) {
  const { t } = useTranslation("vip");
  const format = useFormat();
  const { query, tiers, flows, totalCount } = data;
  const names = new Map(tiers.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => (id === NO_TIER ? t("preview.noTier") : (names.get(id) ?? id));
  return (
    <Page
      title={t("moves.title")}
      subtitle={t("moves.subtitle")}
      backAction={{ content: t("title"), url: "/app/vip" }}
      titleMetadata={<AsOf at={data.asOf} />}
    >
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="400">
            <InlineStack align="space-between" blockAlign="center" gap="200">
              <Text as="h2" variant="headingMd">
                {t("moves.count", { count: totalCount, since: format.day(data.since) })}
              </Text>
              <Periods query={query} onNavigate={onNavigate} />
            </InlineStack>
            {flows.length === 0 ? (
              <Text as="p" tone="subdued">
                {t("moves.none")}
              </Text>
            ) : (
              <>
                <FlowDrawing flows={flows} tiers={tiers} nameOf={nameOf} />
                <FlowTable flows={flows} query={query} nameOf={nameOf} />
              </>
            )}
          </BlockStack>
        </Card>
        <PeopleTable data={data} isLoading={isLoading} nameOf={nameOf} onNavigate={onNavigate} />
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function Periods({ query, onNavigate }: { query: MovementsPageData["query"] } & Pick<Props, "onNavigate">) {
  const { t } = useTranslation("vip");
  return (
    <ButtonGroup variant="segmented">
      {PERIODS.map((period) => (
        <Button
          key={period}
          pressed={query.period === period}
          onClick={() => onNavigate(movementsUrl({ ...query, period, page: 1 }))}
        >
          {t(`moves.period.${period}`)}
        </Button>
      ))}
    </ButtonGroup>
  );
}
