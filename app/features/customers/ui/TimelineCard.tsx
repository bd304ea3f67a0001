import { Box, Card, InlineStack, Pagination, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { DateTime } from "~/ui/DateTime";
import { useFormat } from "~/ui/use-format";

import type { ProfileData, TimelineEntry } from "../profile/schema";
import { TIMELINE_FILTERS, type TimelineFilter } from "../rules/timeline-filter";
import { profileUrl } from "./profile-url";
import styles from "./TimelineCard.module.css";

/** What happened to the customer, newest first, in words. */
export function TimelineCard({
  profile,
  onNavigate,
}: {
  profile: ProfileData;
  onNavigate: (url: string) => void;
}) {
  const { t } = useTranslation("customers");
  const { query, timeline } = profile;
  const { items, page, pageCount } = timeline;
  const show = (timeline: TimelineFilter, timelinePage: number) =>
    onNavigate(profileUrl(profile.id, { ...query, timeline, timelinePage }));
  return (
    <Card padding="0">
      <Box padding="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {t("profile.timeline")}
          </Text>
          <Select
            label={t("timelineFilter.label")}
            labelHidden
            value={query.timeline}
            options={TIMELINE_FILTERS.map((filter) => ({
              label: t(`timelineFilter.${filter}`),
              value: filter,
            }))}
            onChange={(value) => show(TIMELINE_FILTERS.find((filter) => filter === value) ?? "highlights", 1)}
          />
        </InlineStack>
      </Box>
      <Box padding="400" paddingBlockStart="0">
        {items.length === 0 ? (
          <Text as="p" tone="subdued">
            {t("timelineFilter.none")}
          </Text>
        ) : (
          <ol className={styles.list}>
            {items.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ol>
        )}
      </Box>
      {pageCount > 1 ? (
        <Pagination
          type="table"
          label={t("page", { page, pageCount })}
          hasPrevious={page > 1}
          hasNext={page < pageCount}
          onPrevious={() => show(query.timeline, page - 1)}
          onNext={() => show(query.timeline, page + 1)}
        />
      ) : null}
    </Card>
  );
}

function Entry({ entry: { textKeys, params, amount, days, occurredAt } }: { entry: TimelineEntry }) {
  const { t } = useTranslation("customers");
  const format = useFormat();
  const values = {
    ...params,
    ...(amount ? { amount: format.money(amount.minor, amount.currencyCode) } : {}),
    ...Object.fromEntries(Object.entries(days).map(([name, day]) => [name, format.day(day)])),
  };
  return (
    <li className={styles.entry}>
      <Text as="p" breakWord>
        {t(
          textKeys.map((key) => `timeline.${key}`),
          values,
        )}
      </Text>
      <Text as="span" variant="bodySm" tone="subdued">
        <DateTime at={occurredAt} />
      </Text>
    </li>
  );
}
