import {
  Badge,
  BlockStack,
  Box,
  Card,
  InlineStack,
  Layout,
  Link,
  Page,
  Text,
  Thumbnail,
} from "@shopify/polaris";
import { ImageIcon } from "@shopify/polaris-icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { DecisionList } from "~/engine/decisions/ui/DecisionList";
import { useFormat } from "~/ui/use-format";

import type { RecoveryDetailData } from "../presenter.server";

import { MailFrame } from "~/ui/MailFrame";
import { StateBadge } from "./StateBadge";
import { useDecided } from "./use-decided";

/** Everything about one left checkout: what was in it, what was decided and why, and the very mail that was sent. */
export function RecoveryDetailPage({ data }: { data: RecoveryDetailData }) {
  const { t } = useTranslation("cart-recovery");
  const decided = useDecided();
  const { item, mail } = data;
  return (
    <Page
      title={item.who ? t("detail.of", { who: item.who }) : t("detail.title")}
      titleMetadata={<StateBadge state={item.state} />}
      subtitle={decided(item)}
      backAction={{ content: t("title"), url: "/app/recovery" }}
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <LinesCard data={data} />
            <Card padding="0">
              <Box padding="400" paddingBlockEnd="0">
                <Heading text={t("detail.decisions")} />
              </Box>
              <DecisionList items={data.decisions} />
            </Card>
            {mail ? (
              <Card>
                <BlockStack gap="300">
                  <Heading text={t("detail.mailOf", { subject: mail.subject })} />
                  <MailFrame html={mail.html} title={t("detail.mail")} width="desktop" />
                </BlockStack>
              </Card>
            ) : null}
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
    <Text as="h2" variant="headingMd" breakWord>
      {text}
    </Text>
  );
}

function LinesCard({ data: { item, lines } }: { data: RecoveryDetailData }) {
  const { t } = useTranslation("cart-recovery");
  const format = useFormat();
  return (
    <Card>
      <BlockStack gap="400">
        <Heading text={t("detail.lines")} />
        {lines.map((line, index) => (
          <InlineStack key={index} gap="300" blockAlign="center" wrap={false}>
            <Thumbnail size="small" alt="" source={line.imageUrl ?? ImageIcon} />
            <Box width="100%">
              <Text as="p" fontWeight="semibold" breakWord>
                {line.title}
              </Text>
              <InlineStack gap="200">
                <Text as="span" variant="bodySm" tone="subdued">
                  {[line.detail, t("detail.quantity", { quantity: line.quantity })].filter(Boolean).join(" ")}
                </Text>
                {line.isSoldOut ? <Badge tone="warning">{t("detail.soldOut")}</Badge> : null}
              </InlineStack>
            </Box>
            <Text as="span" numeric>
              {format.money(line.priceMinor, item.currencyCode)}
            </Text>
          </InlineStack>
        ))}
      </BlockStack>
    </Card>
  );
}

function FactsCard({ data: { item, code, recoveredOrder } }: { data: RecoveryDetailData }) {
  const { t } = useTranslation("cart-recovery");
  const format = useFormat();
  const moments = [
    ["left", item.leftAt],
    ["sent", item.sentAt],
    ["clicked", item.clickedAt],
    ["recovered", item.recoveredAt],
  ] as const;
  return (
    <Card>
      <BlockStack gap="300">
        <Fact label={t("columns.value")}>{format.money(item.amountMinor, item.currencyCode)}</Fact>
        {moments.map(([name, at]) =>
          at ? (
            <Fact key={name} label={t(`detail.${name}`)}>
              {format.instant(at)}
            </Fact>
          ) : null,
        )}
        {item.customerId ? (
          <Fact label={t("detail.customer")}>
            <Link url={`/app/customers/${item.customerId}`}>{item.who}</Link>
          </Fact>
        ) : null}
        {code ? (
          <Fact label={t("detail.code")}>
            {code.code}{" "}
            {code.isRedeemed ? (
              <Badge tone="success">{t("detail.codeUsed")}</Badge>
            ) : (
              t("detail.codeUntil", {
                percent: format.share(code.percentBp / 10_000),
                until: format.instant(code.expiresAt),
              })
            )}
          </Fact>
        ) : null}
        {recoveredOrder ? (
          <Fact label={t("detail.order")}>
            {recoveredOrder.name} · {format.money(recoveredOrder.netMinor, recoveredOrder.currencyCode)}
          </Fact>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <BlockStack gap="050">
      <Text as="h3" variant="bodySm" tone="subdued">
        {label}
      </Text>
      <Text as="p" breakWord>
        {children}
      </Text>
    </BlockStack>
  );
}
