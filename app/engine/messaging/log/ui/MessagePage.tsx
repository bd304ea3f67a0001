import { BlockStack, Box, Card, InlineStack, Layout, Link, Page, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useDecisionSentence } from "~/engine/decisions/ui/use-decision-sentence";
import { MailFrame } from "~/ui/MailFrame";
import { useFormat } from "~/ui/use-format";

import type { MessageDetailData } from "../schema";
import { StateBadge } from "./StateBadge";

type Props = { data: MessageDetailData; decisions: ReactNode };

/** One message: what became of it and why, who followed its links, and how its reader saw it. */
export function MessagePage({ data, decisions }: Props) {
  const { t } = useTranslation("messaging");
  const sentence = useDecisionSentence();
  const { item, html } = data;
  return (
    <Page
      title={item.subject || t("log.forgotten")}
      titleMetadata={<StateBadge state={item.state} />}
      subtitle={item.why ? sentence(item.why) : t(`log.stateHelp.${item.state}`)}
      backAction={{ content: t("log.title"), url: "/app/messages" }}
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <Card>
              <BlockStack gap="300">
                <Heading text={t("log.preview")} />
                {html ? (
                  <MailFrame html={html} title={t("log.preview")} width="desktop" />
                ) : (
                  <Text as="p" tone="subdued">
                    {t("log.textForgotten")}
                  </Text>
                )}
              </BlockStack>
            </Card>
            <LinksCard links={data.links} />
            <Card padding="0">
              <Box padding="400" paddingBlockEnd="0">
                <Heading text={t("log.decisions")} />
              </Box>
              {decisions}
            </Card>
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <FactsCard data={data} />
        </Layout.Section>
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function Heading({ text }: { text: string }) {
  return (
    <Text as="h2" variant="headingMd">
      {text}
    </Text>
  );
}

/** Where the links lead: as text, for a link of a mail may do something for its reader. */
function LinksCard({ links }: { links: MessageDetailData["links"] }) {
  const { t } = useTranslation("messaging");
  return (
    <Card>
      <BlockStack gap="300">
        <Heading text={t("log.links")} />
        {links.length === 0 ? (
          <Text as="p" tone="subdued">
            {t("log.noLinks")}
          </Text>
        ) : null}
        {links.map(({ position, url, clicks }) => (
          <BlockStack key={position} gap="050">
            <Text as="p" breakWord>
              {url}
            </Text>
            <InlineStack gap="200">
              <Text as="span" variant="bodySm">
                {t("log.people", { count: clicks.people })}
              </Text>
              <Text as="span" variant="bodySm" tone="subdued">
                {t("log.bots", { count: clicks.bots })}
              </Text>
            </InlineStack>
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}

function FactsCard({ data }: { data: MessageDetailData }) {
  const { t } = useTranslation(["messaging", "decisions"]);
  const format = useFormat();
  const { item, toAddress, nextTryAt, serverSaid, feedback, opens } = data;
  const rows: readonly (readonly [string, ReactNode])[] = [
    ["to", toAddress || t("log.nobody")],
    [
      "customer",
      item.customerId ? (
        <Link url={`/app/customers/${item.customerId}`}>{item.who || t("log.nobody")}</Link>
      ) : null,
    ],
    ["topic", t(`topic.${item.topic}.label`, { defaultValue: item.topic })],
    ["purpose", t(`decisions:feature.${item.purpose}`, { defaultValue: item.purpose })],
    ["written", format.instant(item.createdAt)],
    ["sent", item.sentAt ? format.instant(item.sentAt) : null],
    ["nextTry", nextTryAt ? format.instant(nextTryAt) : null],
    ["serverSaid", serverSaid],
    ...feedback.map(({ kind, at }) => [`feedback.${kind}`, format.instant(at)] as const),
    ...opens.map(({ kind, count }) => [`open.${kind}`, format.count(count)] as const),
  ];
  return (
    <Card>
      <BlockStack gap="300">
        {rows.map(([name, value], index) =>
          value ? (
            <BlockStack key={`${name}:${index}`} gap="050">
              <Text as="h3" variant="bodySm" tone="subdued">
                {t(`log.fact.${name}`)}
              </Text>
              <Text as="p" breakWord>
                {value}
              </Text>
            </BlockStack>
          ) : null,
        )}
      </BlockStack>
    </Card>
  );
}
