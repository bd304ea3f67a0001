import { BlockStack, Box, Card, InlineStack, Page, Tag, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useConditionSentence } from "~/engine/facts/ui/use-condition-sentence";
import { AsOf } from "~/ui/AsOf";
import { CoverageNote } from "~/ui/CoverageNote";
import { EmptyNotice } from "~/ui/EmptyNotice";
import { useFormat } from "~/ui/use-format";

import { partsOf, withoutPart } from "../rules/condition-parts";
import { type CustomerListQuery, customerListParams } from "../rules/list-query";
import type { CustomerListData } from "../schema";
import { CustomerFilters } from "./CustomerFilters";
import { CustomerTable } from "./CustomerTable";
import { describeSegment } from "./describe-segment";

/** Everybody the store knows, or the people behind a number: searched, sorted, narrowed. */
export function CustomersPage({
  data,
  isLoading = false,
  onNavigate,
}: {
  data: CustomerListData;
  isLoading?: boolean;
  /** `replace`: for a change that is no step to go back to, such as a letter typed. */
  onNavigate: (url: string, options?: { replace: boolean }) => void;
}) {
  const { t } = useTranslation("customers");
  const format = useFormat();
  const { query } = data;

  function show(change: Partial<CustomerListQuery>, options?: { replace: boolean }) {
    const params = customerListParams({ ...query, page: 1, ...change }).toString();
    onNavigate(params ? `/app/customers?${params}` : "/app/customers", options);
  }

  if (data.isStoreEmpty) {
    return (
      <Page title={t("title")}>
        <EmptyNotice
          title={t("empty.title")}
          text={t("empty.text")}
          action={{ label: t("empty.action"), url: "/app/system" }}
        />
      </Page>
    );
  }
  return (
    <Page
      title={t("title")}
      fullWidth
      {...(query.segment ? { backAction: { content: t("all"), url: "/app/customers" } } : {})}
    >
      <BlockStack gap="300">
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Box minWidth="0" maxWidth="100%">
              <InlineStack gap="200" blockAlign="center">
                <Text as="p" variant="headingSm">
                  {t("count", { count: data.totalCount, value: format.count(data.totalCount) })}
                </Text>
                <AppliedFilters data={data} onShow={show} />
              </InlineStack>
            </Box>
            <AsOf at={data.asOf} />
          </InlineStack>
          {data.coverage.kind === "whole" ? null : <CoverageNote coverage={data.coverage} />}
        </Box>
        <Card padding="0">
          <Box padding="300">
            <CustomerFilters data={data} onShow={show} />
          </Box>
          <CustomerTable data={data} isLoading={isLoading} onShow={show} />
        </Card>
      </BlockStack>
    </Page>
  );
}

/** What narrows the list, each to be taken away on its own. */
function AppliedFilters({
  data: { query, tierNames, facts, names, currencyCode },
  onShow,
}: {
  data: CustomerListData;
  onShow: (change: Partial<CustomerListQuery>) => void;
}) {
  const { t } = useTranslation("customers");
  const format = useFormat();
  const { sentence } = useConditionSentence({ facts, names, currencyCode });
  const { segment, tierId, consent, condition } = query;
  return (
    <Box minWidth="0" maxWidth="100%">
      <InlineStack gap="100">
        {segment ? (
          <Tag onRemove={() => onShow({ segment: null })}>{describeSegment(segment, { t, format })}</Tag>
        ) : null}
        {tierId ? (
          <Tag onRemove={() => onShow({ tierId: null })}>
            {t("filter.tier", { tier: tierNames[tierId] ?? tierId })}
          </Tag>
        ) : null}
        {consent ? <Tag onRemove={() => onShow({ consent: null })}>{t(`consent.${consent}`)}</Tag> : null}
        {partsOf(condition).map((part, index) => (
          <Box key={index} minWidth="0" maxWidth="100%">
            <Tag onRemove={() => onShow({ condition: withoutPart(condition, index) })}>{sentence(part)}</Tag>
          </Box>
        ))}
      </InlineStack>
    </Box>
  );
}
