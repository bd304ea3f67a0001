import {
  Badge,
  BlockStack,
  Box,
  Card,
  Divider,
  InlineStack,
  Link,
  Pagination,
  Select,
  Spinner,
  Text,
} from "@shopify/polaris";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";

import { DateTime } from "~/ui/DateTime";
import { useFormat } from "~/ui/use-format";

import type { CampaignPerson, CampaignResults } from "../results/presenter.server";
import { PEOPLE_GROUPS, type PeopleQuery } from "../schema";
import styles from "./Campaigns.module.css";

/** Everybody of a campaign's audience, narrowed by what became of them. */
export function PeopleCard({
  data: { people, query, totalCount, pageCount, premiere },
  isLoading,
  onShow,
}: {
  data: CampaignResults;
  isLoading: boolean;
  onShow: (query: PeopleQuery) => void;
}) {
  const { t } = useTranslation("campaigns");
  const { count } = useFormat();
  const { group, page } = query;
  const groups = PEOPLE_GROUPS.filter((one) => premiere?.asksForAnswer || (one !== "yes" && one !== "no"));
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="300">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">
              {t("people.title")}
            </Text>
            {isLoading ? <Spinner size="small" accessibilityLabel={t("people.loading")} /> : null}
          </InlineStack>
          <Select
            label={t("people.group")}
            value={group}
            options={groups.map((one) => ({ value: one, label: t(`people.groups.${one}`) }))}
            onChange={(picked) => {
              const next = groups.find((one) => one === picked);
              if (next) onShow({ group: next, page: 1 });
            }}
          />
        </BlockStack>
      </Box>
      {people.length === 0 ? (
        <Box padding="400">
          <Text as="p" tone="subdued">
            {t(group === "all" ? "people.empty" : "people.noneSuch")}
          </Text>
        </Box>
      ) : null}
      {people.map((person) => (
        <Fragment key={person.id}>
          <Divider />
          <PersonRow person={person} />
        </Fragment>
      ))}
      <Box padding="400" background="bg-surface-secondary">
        <BlockStack gap="200" inlineAlign="center">
          <Text as="p" variant="bodySm" tone="subdued">
            {t("preview.people", { count: totalCount, number: count(totalCount) })} ·{" "}
            {t("people.page", { page, pageCount })}
          </Text>
          <Pagination
            hasPrevious={page > 1}
            hasNext={page < pageCount}
            onPrevious={() => onShow({ group, page: page - 1 })}
            onNext={() => onShow({ group, page: page + 1 })}
          />
        </BlockStack>
      </Box>
    </Card>
  );
}

function PersonRow({ person }: { person: CampaignPerson }) {
  const { t } = useTranslation("campaigns");
  const { customerId, name, state, reason, at, messageId, answer, accessCode } = person;
  return (
    <Box padding="400">
      <div className={styles.head}>
        <BlockStack gap="100">
          {name === null ? (
            <Text as="span" tone="subdued">
              {t("people.erased")}
            </Text>
          ) : (
            <Link url={`/app/customers/${customerId}`} removeUnderline>
              {name || t("people.nameless")}
            </Link>
          )}
          {reason === null ? null : (
            <Text as="span" variant="bodySm" tone="subdued" breakWord>
              {t(`against.${reason}`)}
            </Text>
          )}
          {at === null ? null : (
            <Text as="span" variant="bodySm" tone="subdued">
              {t(state === "written" ? "people.movedTo" : "people.sentAt")} <DateTime at={at} />
            </Text>
          )}
          {accessCode === null ? null : (
            <Text as="span" variant="bodySm" tone="subdued">
              {t("people.code", { code: accessCode })}
            </Text>
          )}
        </BlockStack>
        <InlineStack gap="200" blockAlign="center">
          {answer === null ? null : (
            <Badge {...(answer === "yes" ? { tone: "success" as const } : {})}>
              {t(`people.answer.${answer}`)}
            </Badge>
          )}
          {messageId === null ? (
            <Badge>{t(`people.state.${state}`)}</Badge>
          ) : (
            <Link url={`/app/messages/${messageId}`} removeUnderline>
              {t(`people.state.${state}`)}
            </Link>
          )}
        </InlineStack>
      </div>
    </Box>
  );
}
