import { Badge, BlockStack, Box, Card, InlineStack, Pagination, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { DateTime } from "~/ui/DateTime";
import { useLocale } from "~/ui/locale-context";

import type { ConsentLine, ProfileData } from "../profile/schema";
import { profileUrl } from "./profile-url";

/** What the customer said about marketing, when, how surely, and how we know: newest first. */
export function ConsentCard({
  profile: { id, birthday, consentLog, hasOptedOutOfDataSale, query },
  onNavigate,
}: {
  profile: ProfileData;
  onNavigate: (url: string) => void;
}) {
  const { t } = useTranslation("customers");
  const { items, page, pageCount } = consentLog;
  const goTo = (consentPage: number) => onNavigate(profileUrl(id, { ...query, consentPage }));
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {t("consentLog.title")}
          </Text>
          {hasOptedOutOfDataSale ? <Text as="p">{t("consentLog.dataSaleOptOut")}</Text> : null}
          {birthday ? <BirthdayLine birthday={birthday} /> : null}
          {items.length === 0 ? (
            <Text as="p" tone="subdued">
              {t("consentLog.none")}
            </Text>
          ) : (
            items.map((line) => <Line key={line.id} line={line} />)
          )}
        </BlockStack>
      </Box>
      {pageCount > 1 ? (
        <Pagination
          type="table"
          label={t("page", { page, pageCount })}
          hasPrevious={page > 1}
          hasNext={page < pageCount}
          onPrevious={() => goTo(page - 1)}
          onNext={() => goTo(page + 1)}
        />
      ) : null}
    </Card>
  );
}

function BirthdayLine({
  birthday: { on, toldAt, source },
}: {
  birthday: NonNullable<ProfileData["birthday"]>;
}) {
  const { t } = useTranslation("customers");
  const locale = useLocale();
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", timeZone: "UTC" });
  return (
    <BlockStack gap="050">
      <Text as="p" fontWeight="medium">
        {t("consentLog.birthday", { day: day.format(new Date(`2000-${on}`)) })}
      </Text>
      <Text as="span" variant="bodySm" tone="subdued">
        <DateTime at={toldAt} /> · {t(`consentLog.source.${source}`)}
      </Text>
    </BlockStack>
  );
}

const TONES: Readonly<Record<string, "success" | "attention">> = {
  subscribed: "success",
  unsubscribed: "attention",
};

function Line({ line: { channel, state, level, source, collectedFrom, occurredAt } }: { line: ConsentLine }) {
  const { t } = useTranslation("customers");
  const tone = TONES[state];
  const details = [
    level ? t([`consentLog.level.${level}`, "consentLog.level.unknown"]) : null,
    t(`consentLog.source.${source}`),
    collectedFrom ? t([`consentLog.collectedFrom.${collectedFrom}`, "consentLog.collectedFrom.other"]) : null,
  ].filter((detail) => detail !== null);
  return (
    <BlockStack gap="050">
      <InlineStack gap="100" blockAlign="center">
        <Text as="span" fontWeight="medium">
          {t(`consentLog.channel.${channel}`)}
        </Text>
        <Badge {...(tone ? { tone } : {})}>
          {t([`consentLog.state.${state}`, "consentLog.state.other"], { state })}
        </Badge>
      </InlineStack>
      <Text as="span" variant="bodySm" tone="subdued">
        <DateTime at={occurredAt} /> · {details.join(" · ")}
      </Text>
    </BlockStack>
  );
}
