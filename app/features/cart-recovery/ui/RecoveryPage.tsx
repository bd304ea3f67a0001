import { Banner, BlockStack, Box, Card, InlineStack, Link, Page, Tabs, Tag, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { LiftLine } from "~/engine/experiments/ui/LiftLine";
import { AsOf } from "~/ui/AsOf";
import { EmptyNotice } from "~/ui/EmptyNotice";

import type { RecoveryPageData } from "../presenter.server";
import { RECOVERY_TABS, type RecoveryFilter, recoveryListUrl, type RecoveryTab } from "../schema";

import { ReasonsCard } from "./ReasonsCard";
import { RecoveryFigures } from "./RecoveryFigures";
import { RecoveryTable } from "./RecoveryTable";

type Props = { data: RecoveryPageData; isLoading?: boolean; onNavigate: (url: string) => void };

/** Left checkouts, what was decided about each, and how recovery does. */
export function RecoveryPage({ data, isLoading = false, onNavigate }: Props) {
  const { t } = useTranslation("cart-recovery");
  const { filter, isEnabled, totalCount } = data;
  const isEmpty = totalCount === 0 && filter.tab === "all" && !filter.counted && !filter.reason;
  const show = (change: Partial<RecoveryFilter>) =>
    onNavigate(recoveryListUrl({ ...filter, page: 1, ...change }));
  return (
    <Page
      fullWidth
      title={t("title")}
      subtitle={t("subtitle")}
      primaryAction={{ content: t("actions.settings"), url: "/app/recovery/settings" }}
      secondaryActions={[{ content: t("actions.preview"), url: "/app/recovery/preview" }]}
    >
      <BlockStack gap="400">
        {isEnabled ? null : (
          <Banner
            tone="info"
            title={t("off.title")}
            action={{ content: t("off.action"), url: "/app/recovery/settings" }}
          >
            <p>{t("off.text")}</p>
          </Banner>
        )}
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <BlockStack gap="200">
            <RecoveryFigures {...data} />
            <InlineStack align="end">
              <AsOf at={data.asOf} />
            </InlineStack>
          </BlockStack>
        </Box>
        <LiftCard data={data} />
        {isEmpty ? (
          <EmptyNotice title={t("empty.title")} text={t("empty.text")} />
        ) : (
          <Card padding="0">
            <Narrowing data={data} onShow={show} />
            <RecoveryTable data={data} isLoading={isLoading} onShow={show} />
          </Card>
        )}
        {isEmpty ? null : <ReasonsCard report={data.reasons} />}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

/** What the reminders bring beyond those who would have come back anyway. */
function LiftCard({ data: { lift, figures } }: Pick<Props, "data">) {
  const { t } = useTranslation("cart-recovery");
  if (lift === null) return null;
  return (
    <Card>
      <BlockStack gap="150">
        <Text as="h2" variant="headingMd">
          {t("lift.title")}
        </Text>
        <LiftLine lift={lift} currencyCode={figures.currencyCode} />
        <Text as="p" variant="bodySm" tone="subdued">
          {t("lift.help")}
        </Text>
        <Link url="/app/settings/holdouts">{t("lift.groups")}</Link>
      </BlockStack>
    </Card>
  );
}

const TAB_NAMES = Object.keys(RECOVERY_TABS) as RecoveryTab[];

function Narrowing({
  data,
  onShow,
}: {
  data: RecoveryPageData;
  onShow: (change: Partial<RecoveryFilter>) => void;
}) {
  const { t } = useTranslation("cart-recovery");
  const { filter, figureDays } = data;
  if (filter.reason) {
    return (
      <Box padding="300">
        <Tag onRemove={() => onShow({ reason: null })}>
          {t("drill.reason", { reason: t(`questions.leaving-reason.answers.${filter.reason}`) })}
        </Tag>
      </Box>
    );
  }
  if (filter.counted) {
    return (
      <Box padding="300">
        <Tag onRemove={() => onShow({ counted: null })}>
          {t(`drill.${filter.counted}`, { days: figureDays })}
        </Tag>
      </Box>
    );
  }
  return (
    <Tabs
      tabs={TAB_NAMES.map((tab) => ({ id: `recovery-${tab}`, content: t(`tabs.${tab}`) }))}
      selected={TAB_NAMES.indexOf(filter.tab)}
      onSelect={(index) => onShow({ tab: TAB_NAMES[index] ?? "all" })}
    />
  );
}
