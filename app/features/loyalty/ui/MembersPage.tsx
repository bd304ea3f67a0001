import {
  BlockStack,
  Box,
  Card,
  Icon,
  InlineGrid,
  InlineStack,
  Page,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { SearchIcon } from "@shopify/polaris-icons";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { AsOf } from "~/ui/AsOf";
import { EmptyNotice } from "~/ui/EmptyNotice";
import { useFormat } from "~/ui/use-format";

import type { MembersPage as MemberList, MembersQuery } from "../members/schema";

import { LoyaltyTabs } from "./LoyaltyTabs";
import { MemberTable } from "./MemberTable";

const TYPING_PAUSE_MS = 300;
const SORTS = ["available", "pending", "debt", "recent"] as const satisfies readonly MembersQuery["sort"][];

export type MembersPageData = { list: MemberList; query: MembersQuery; waitingCount: number; asOf: string };

type Props = {
  data: MembersPageData;
  isLoading?: boolean;
  onNavigate: (url: string, options?: { replace: boolean }) => void;
};

/** Everybody who has, or had, points: searched and sorted. */
export function MembersPage({ data, isLoading = false, onNavigate }: Props) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  const { list, query } = data;
  const show = (part: Partial<MembersQuery>, options?: { replace: boolean }) =>
    onNavigate(membersUrl({ ...query, page: 1, ...part }), options);
  const isEmpty = list.totalCount === 0 && query.query === "";
  return (
    <Page fullWidth title={t("title")} subtitle={t("members.subtitle")}>
      <LoyaltyTabs selected="members" waitingCount={data.waitingCount} onNavigate={onNavigate} />
      {isEmpty ? (
        <EmptyNotice
          title={t("members.empty.title")}
          text={t("members.empty.text")}
          action={{ label: t("members.empty.action"), url: "/app/loyalty" }}
        />
      ) : (
        <BlockStack gap="300">
          <Box paddingInline={{ xs: "400", sm: "0" }}>
            <InlineStack align="space-between" blockAlign="center" gap="200">
              <Text as="h2" variant="headingSm">
                {t("members.count", { count: list.totalCount, value: format.count(list.totalCount) })}
              </Text>
              <AsOf at={data.asOf} />
            </InlineStack>
          </Box>
          <Card padding="0">
            <Box padding="300">
              <Filters query={query} onShow={show} />
            </Box>
            <MemberTable list={list} isLoading={isLoading} onPage={(page) => show({ page })} />
          </Card>
        </BlockStack>
      )}
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function membersUrl({ query, sort, page }: MembersQuery): string {
  const params = new URLSearchParams();
  if (query !== "") params.set("query", query);
  if (sort !== "available") params.set("sort", sort);
  if (page > 1) params.set("page", String(page));
  const text = params.toString();
  return text === "" ? "/app/loyalty/members" : `/app/loyalty/members?${text}`;
}

type Show = (part: Partial<MembersQuery>, options?: { replace: boolean }) => void;

function Filters({ query, onShow }: { query: MembersQuery; onShow: Show }) {
  const { t } = useTranslation("loyalty-screens");
  const [search, setSearch] = useTypedSearch(query.query, onShow);
  return (
    <InlineGrid columns={{ xs: 1, sm: "2fr 1fr" }} gap="200">
      <TextField
        labelHidden
        label={t("members.search")}
        placeholder={t("members.search")}
        prefix={<Icon source={SearchIcon} />}
        autoComplete="off"
        value={search}
        onChange={setSearch}
        clearButton
        onClearButtonClick={() => setSearch("")}
      />
      <Select
        labelHidden
        label={t("members.sort")}
        value={query.sort}
        options={SORTS.map((value) => ({ value, label: t(`members.sortBy.${value}`) }))}
        onChange={(value) => onShow({ sort: SORTS.find((sort) => sort === value) ?? "available" })}
      />
    </InlineGrid>
  );
}

/** What is typed, and asked for when typing pauses. */
function useTypedSearch(asked: string, onShow: Show): [string, (search: string) => void] {
  const [search, setSearch] = useState(asked);
  const show = useRef(onShow);
  useEffect(() => {
    show.current = onShow;
  });
  useEffect(() => {
    if (search.trim() === asked) return;
    const timer = setTimeout(
      () => show.current({ query: search.trim() }, { replace: true }),
      TYPING_PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [search, asked]);
  return [search, setSearch];
}
