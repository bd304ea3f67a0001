import { BlockStack, Box, IndexTable, InlineStack, Link, Text, useBreakpoints } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { MemberRow, MembersPage } from "../members/schema";

const NUMBERS = ["available", "pending", "debt", "earned", "redeemed"] as const;

/** The rows of the members; on a phone each is a small card instead. */
export function MemberTable({
  list: { rows, page, pageCount },
  isLoading,
  onPage,
}: {
  list: MembersPage;
  isLoading: boolean;
  onPage: (page: number) => void;
}) {
  const { t } = useTranslation("loyalty-screens");
  const { smDown } = useBreakpoints();
  return (
    <IndexTable
      condensed={smDown}
      selectable={false}
      loading={isLoading}
      itemCount={rows.length}
      resourceName={{ singular: t("members.one"), plural: t("members.many") }}
      headings={[
        { title: t("members.column.name") },
        { title: t("members.column.since") },
        ...NUMBERS.map((name) => ({ title: t(`members.column.${name}`), alignment: "end" as const })),
      ]}
      emptyState={<NobodyFound />}
      pagination={{
        hasPrevious: page > 1,
        hasNext: page < pageCount,
        onPrevious: () => onPage(page - 1),
        onNext: () => onPage(page + 1),
        label: t("page", { page, pageCount }),
      }}
    >
      {rows.map((row, position) => (
        <IndexTable.Row key={row.customerId} id={row.customerId} position={position}>
          {smDown ? <CondensedMember row={row} /> : <MemberCells row={row} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function MemberCells({ row }: { row: MemberRow }) {
  const format = useFormat();
  return (
    <>
      <IndexTable.Cell>
        <MemberLink row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>{format.dayOf(row.memberSince)}</IndexTable.Cell>
      {NUMBERS.map((name) => (
        <IndexTable.Cell key={name}>
          <Text as="span" alignment="end" numeric>
            {format.count(row[`${name}Points`])}
          </Text>
        </IndexTable.Cell>
      ))}
    </>
  );
}

function CondensedMember({ row }: { row: MemberRow }) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  const pending = row.pendingPoints;
  return (
    <Box padding="300" width="100%">
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200">
          <MemberLink row={row} />
          <Text as="span" numeric fontWeight="semibold">
            {t("points", { count: row.availablePoints, value: format.count(row.availablePoints) })}
          </Text>
        </InlineStack>
        <Text as="span" variant="bodySm" tone="subdued">
          {t("members.since", { day: format.dayOf(row.memberSince) })}
          {pending > 0 ? ` · ${t("members.pending", { count: pending, value: format.count(pending) })}` : ""}
        </Text>
      </BlockStack>
    </Box>
  );
}

function MemberLink({ row: { customerId, name } }: { row: MemberRow }) {
  const { t } = useTranslation("loyalty-screens");
  return (
    <Link url={`/app/loyalty/members/${customerId}`} dataPrimaryLink removeUnderline monochrome>
      <Text as="span" fontWeight="semibold">
        {name || t("nameless")}
      </Text>
    </Link>
  );
}

function NobodyFound() {
  const { t } = useTranslation("loyalty-screens");
  return (
    <Box padding="800">
      <BlockStack gap="100" inlineAlign="center">
        <Text as="p" variant="headingSm">
          {t("members.none.title")}
        </Text>
        <Text as="p" tone="subdued" alignment="center">
          {t("members.none.text")}
        </Text>
      </BlockStack>
    </Box>
  );
}
