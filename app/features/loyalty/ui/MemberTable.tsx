import { BlockStack, IndexTable, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { ItemTable, NumberCell } from "~/ui/ItemTable";
import { useFormat } from "~/ui/use-format";

import type { MemberRow, MembersPage } from "../members/schema";

const NUMBERS = ["available", "pending", "debt", "earned", "redeemed"] as const;

/** The rows of the members. */
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
  return (
    <ItemTable
      items={rows}
      keyOf={({ customerId }) => customerId}
      isLoading={isLoading}
      names={{ one: t("members.one"), many: t("members.many") }}
      headings={[
        { title: t("members.column.name") },
        { title: t("members.column.since") },
        ...NUMBERS.map((name) => ({ title: t(`members.column.${name}`), alignment: "end" as const })),
      ]}
      empty={{ title: t("members.none.title"), text: t("members.none.text") }}
      paging={{ page, pageCount, label: t("page", { page, pageCount }), onPage }}
      cells={(row) => <MemberCells row={row} />}
      card={(row) => <CondensedMember row={row} />}
    />
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
        <NumberCell key={name}>{format.count(row[`${name}Points`])}</NumberCell>
      ))}
    </>
  );
}

function CondensedMember({ row }: { row: MemberRow }) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  const pending = row.pendingPoints;
  return (
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
