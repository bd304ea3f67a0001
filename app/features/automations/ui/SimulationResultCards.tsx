import {
  Badge,
  Banner,
  BlockStack,
  Box,
  Card,
  Divider,
  InlineStack,
  Link,
  Pagination,
  Text,
} from "@shopify/polaris";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";

import { useDecisionSentence } from "~/engine/decisions/ui/use-decision-sentence";
import { DateTime } from "~/ui/DateTime";
import { useFormat } from "~/ui/use-format";

import type { SimulatedPerson, SimulationPageData } from "../flow-screens/simulation/presenter.server";
import styles from "./Flows.module.css";

type Result = NonNullable<SimulationPageData["result"]>;

/** What a simulation came to: figures, who would not have entered and why, and what would have happened to whom. */
export function SimulationResultCards({
  states,
  result,
  onPage,
}: {
  states: readonly { state: string; count: number }[];
  result: Result;
  onPage: (page: number) => void;
}) {
  const { t } = useTranslation("flow-screens");
  return (
    <BlockStack gap="400">
      {result.cutAt === null ? null : (
        <Banner tone="warning">
          <p>
            {t("simulation.cut")} <DateTime at={result.cutAt} />
          </p>
        </Banner>
      )}
      <Figures states={states} result={result} />
      {result.refusals.length > 0 ? <Refusals refusals={result.refusals} /> : null}
      <Card padding="0">
        <Box padding="400">
          <Text as="h2" variant="headingMd">
            {t("simulation.people")}
          </Text>
        </Box>
        {result.people.length === 0 ? (
          <Box padding="400" paddingBlockStart="0">
            <Text as="p" tone="subdued">
              {t("simulation.nobody")}
            </Text>
          </Box>
        ) : null}
        {result.people.map((person, index) => (
          <Fragment key={`${index} ${person.customerId ?? ""}`}>
            <Divider />
            <Person person={person} />
          </Fragment>
        ))}
        {result.pageCount > 1 ? (
          <Box padding="400" background="bg-surface-secondary">
            <InlineStack align="center">
              <Pagination
                label={t("page", { page: result.page, pageCount: result.pageCount })}
                hasPrevious={result.page > 1}
                hasNext={result.page < result.pageCount}
                onPrevious={() => onPage(result.page - 1)}
                onNext={() => onPage(result.page + 1)}
              />
            </InlineStack>
          </Box>
        ) : null}
      </Card>
    </BlockStack>
  );
}

function Figures({
  states,
  result,
}: {
  states: readonly { state: string; count: number }[];
  result: Result;
}) {
  const { t } = useTranslation("flow-screens");
  const { count, money } = useFormat();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("simulation.entered", { count: result.peopleCount })}
        </Text>
        <InlineStack gap="200">
          {states.map((one) => (
            <Badge key={one.state}>{`${t(`flows:runState.${one.state}`)}: ${count(one.count)}`}</Badge>
          ))}
        </InlineStack>
        <Text as="p">
          {result.costs.length === 0
            ? t("simulation.noCost")
            : t("simulation.cost", {
                cost: result.costs.map((cost) => money(cost.amountMinor, cost.currencyCode)).join(", "),
              })}
        </Text>
      </BlockStack>
    </Card>
  );
}

function Refusals({ refusals }: { refusals: Result["refusals"] }) {
  const { t } = useTranslation("flow-screens");
  const { count } = useFormat();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("simulation.refusals")}
        </Text>
        <BlockStack as="ul" gap="100">
          {refusals.map((refusal) => (
            <li key={refusal.reason}>
              <div className={styles.row}>
                <Text as="span">{t(`flows:decisions.${refusal.reason}`)}</Text>
                <Text as="span" numeric>
                  {count(refusal.count)}
                </Text>
              </div>
            </li>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

function Person({ person }: { person: SimulatedPerson }) {
  const { t } = useTranslation("flow-screens");
  const sentence = useDecisionSentence();
  const name = person.name || t("runs.nameless");
  return (
    <Box padding="400">
      <BlockStack gap="200">
        <div className={styles.row}>
          {person.customerId ? (
            <Link url={`/app/customers/${person.customerId}`} removeUnderline>
              {name}
            </Link>
          ) : (
            <Text as="span">{t("runs.guest")}</Text>
          )}
          <Badge>{t(`flows:runState.${person.state}`)}</Badge>
        </div>
        <BlockStack as="ol" gap="100">
          {person.lines.map(({ at, textNamespace, reason, params }, index) => (
            <li key={index}>
              <Text as="span" variant="bodySm" tone="subdued">
                <DateTime at={at} />
              </Text>{" "}
              <Text as="span" breakWord>
                {sentence({ feature: textNamespace, reason, params })}
              </Text>
            </li>
          ))}
        </BlockStack>
      </BlockStack>
    </Box>
  );
}
