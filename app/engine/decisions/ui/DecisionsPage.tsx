import { Form, useSubmit } from "@remix-run/react";
import {
  BlockStack,
  Box,
  Card,
  InlineGrid,
  Page,
  Pagination,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { DECISION_OUTCOMES, type DecisionFilter, type DecisionPage } from "../schema";

import { DecisionList } from "./DecisionList";

/** All that decide about people; a test holds it to the code. */
export const DECIDING = [
  "vip",
  "loyalty",
  "referrals",
  "cart-recovery",
  "anniversaries",
  "campaigns",
  "flows",
  "automations",
  "messaging",
  "incentives",
  "browsing",
  "shopify-flow",
  "tasks",
  "templates",
  "customer-fields",
  "customer-metafields",
] as const;

/** The decision log of the whole shop: searched by person or reason, narrowed by outcome and area. */
export function DecisionsPage({ filter, decisions }: { filter: DecisionFilter; decisions: DecisionPage }) {
  const { t } = useTranslation("decisions");
  const submit = useSubmit();
  const [query, setQuery] = useState(filter.query);
  const isFiltered = Boolean(filter.query || filter.outcome || filter.feature);

  function show(change: Partial<DecisionFilter>) {
    const next = { ...filter, query, page: 1, ...change };
    const entries = Object.entries(next).filter(([, value]) => value !== null && value !== "" && value !== 1);
    submit(Object.fromEntries(entries.map(([name, value]) => [name, String(value)])), { method: "get" });
  }

  return (
    <Page title={t("title")} subtitle={t("subtitle")}>
      <Card padding="0">
        <Box padding="400">
          <Form
            method="get"
            onSubmit={(event) => {
              event.preventDefault();
              show({});
            }}
          >
            <InlineGrid columns={{ xs: 1, md: ["twoThirds", "oneThird"] }} gap="300">
              <TextField
                label={t("search")}
                labelHidden
                placeholder={t("search")}
                autoComplete="off"
                value={query}
                onChange={setQuery}
                clearButton
                onClearButtonClick={() => {
                  setQuery("");
                  show({ query: "" });
                }}
              />
              <InlineGrid columns={2} gap="300">
                <Select
                  label={t("outcomeLabel")}
                  labelHidden
                  value={filter.outcome ?? ""}
                  options={[
                    { label: t("anyOutcome"), value: "" },
                    ...DECISION_OUTCOMES.map((outcome) => ({
                      label: t(`outcome.${outcome}`),
                      value: outcome,
                    })),
                  ]}
                  onChange={(value) =>
                    show({ outcome: DECISION_OUTCOMES.find((outcome) => outcome === value) ?? null })
                  }
                />
                <Select
                  label={t("featureLabel")}
                  labelHidden
                  value={filter.feature ?? ""}
                  options={[
                    { label: t("anyFeature"), value: "" },
                    ...DECIDING.map((feature) => ({ label: t(`feature.${feature}`), value: feature })),
                  ]}
                  onChange={(value) => show({ feature: value || null })}
                />
              </InlineGrid>
            </InlineGrid>
          </Form>
        </Box>
        {decisions.items.length === 0 && isFiltered ? (
          <Box padding="400">
            <Text as="p" tone="subdued">
              {t("noMatch")}
            </Text>
          </Box>
        ) : (
          <DecisionList items={decisions.items} showCustomer />
        )}
        <Box padding="400" background="bg-surface-secondary">
          <BlockStack gap="200" inlineAlign="center">
            <Text as="p" variant="bodySm" tone="subdued">
              {t("count", { count: decisions.totalCount })} ·{" "}
              {t("page", { page: decisions.page, pageCount: decisions.pageCount })}
            </Text>
            <Pagination
              hasPrevious={decisions.page > 1}
              onPrevious={() => show({ page: decisions.page - 1 })}
              hasNext={decisions.page < decisions.pageCount}
              onNext={() => show({ page: decisions.page + 1 })}
            />
          </BlockStack>
        </Box>
      </Card>
    </Page>
  );
}
