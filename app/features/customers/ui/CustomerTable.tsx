import { Badge, BlockStack, IndexTable, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { ItemTable, NumberCell } from "~/ui/ItemTable";
import { useFormat } from "~/ui/use-format";

import type { CustomerListQuery, SortKey } from "../rules/list-query";
import type { CustomerListData, CustomerRow } from "../schema";
import { ConsentBadge } from "./ConsentBadge";

/** Sort key of each column; null = it cannot be sorted by. */
const COLUMNS: readonly { name: string; sort: SortKey | null; isNumber: boolean }[] = [
  { name: "name", sort: "name", isNumber: false },
  { name: "last-order", sort: "last-order", isNumber: false },
  { name: "registered", sort: "registered", isNumber: false },
  { name: "tier", sort: null, isNumber: false },
  { name: "consent", sort: null, isNumber: false },
  { name: "orders", sort: "orders", isNumber: true },
  { name: "net-spend", sort: "net-spend", isNumber: true },
];

/** The rows of the list. */
export function CustomerTable({
  data,
  isLoading,
  onShow,
}: {
  data: CustomerListData;
  isLoading: boolean;
  onShow: (change: Partial<CustomerListQuery>) => void;
}) {
  const { t } = useTranslation("customers");
  const { query, customers, page, pageCount, currencyCode } = data;
  const [first, ...others] = COLUMNS.map(({ name, isNumber }) => ({
    title: t(`column.${name}`),
    alignment: isNumber ? ("end" as const) : ("start" as const),
  }));
  const sortedColumn = COLUMNS.findIndex(({ sort }) => sort === query.sort);
  return (
    <ItemTable
      items={customers}
      keyOf={({ id }) => id}
      isLoading={isLoading}
      isSubdued={({ isDeleted }) => isDeleted}
      names={{ one: t("one"), many: t("many") }}
      headings={[first ?? { title: t("column.name") }, ...others]}
      sorting={{
        sortable: COLUMNS.map(({ sort }) => sort !== null),
        sortColumnIndex: sortedColumn,
        sortDirection: query.direction === "asc" ? "ascending" : "descending",
        onSort: (index, direction) => {
          const sort = COLUMNS[index]?.sort;
          if (sort) onShow({ sort, direction: direction === "ascending" ? "asc" : "desc" });
        },
      }}
      empty={{ title: t("none.title"), text: t("none.text") }}
      paging={{
        ...{ page, pageCount, label: t("page", { page, pageCount }) },
        onPage: (next) => onShow({ page: next }),
      }}
      cells={(customer) => <CustomerCells customer={customer} currencyCode={currencyCode} />}
      card={(customer) => <CondensedCustomer customer={customer} currencyCode={currencyCode} />}
    />
  );
}

type One = { customer: CustomerRow; currencyCode: string };

function CustomerCells({ customer, currencyCode }: One) {
  const format = useFormat();
  const day = (at: string | null) => (at ? format.dayOf(at) : "–");
  return (
    <>
      <IndexTable.Cell>
        <CustomerLink customer={customer} />
        <Address customer={customer} />
      </IndexTable.Cell>
      <IndexTable.Cell>{day(customer.lastOrderAt)}</IndexTable.Cell>
      <IndexTable.Cell>{day(customer.registeredAt)}</IndexTable.Cell>
      <IndexTable.Cell>
        {customer.tierName ? <Badge tone="info">{customer.tierName}</Badge> : "–"}
      </IndexTable.Cell>
      <IndexTable.Cell>
        <ConsentBadge consent={customer.consent} />
      </IndexTable.Cell>
      <NumberCell>{format.count(customer.orderCount)}</NumberCell>
      <NumberCell>{format.money(customer.netMinor, currencyCode)}</NumberCell>
    </>
  );
}

function CondensedCustomer({ customer, currencyCode }: One) {
  const { t } = useTranslation("customers");
  const format = useFormat();
  return (
    <BlockStack gap="100">
      <InlineStack align="space-between" gap="200">
        <CustomerLink customer={customer} />
        <Text as="span" numeric fontWeight="semibold">
          {format.money(customer.netMinor, currencyCode)}
        </Text>
      </InlineStack>
      <Address customer={customer} />
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" variant="bodySm" tone="subdued">
          {t("orderCount", { count: customer.orderCount, value: format.count(customer.orderCount) })}
          {customer.lastOrderAt ? ` · ${format.dayOf(customer.lastOrderAt)}` : ""}
        </Text>
        {customer.tierName ? <Badge tone="info">{customer.tierName}</Badge> : null}
        <ConsentBadge consent={customer.consent} />
      </InlineStack>
    </BlockStack>
  );
}

/** The mail address, unless it stands there already for want of a name. */
function Address({ customer: { email, name } }: { customer: CustomerRow }) {
  if (!email || email === name) return null;
  return (
    <Text as="p" variant="bodySm" tone="subdued" truncate>
      {email}
    </Text>
  );
}

function CustomerLink({ customer }: { customer: CustomerRow }) {
  const { t } = useTranslation("customers");
  return (
    <InlineStack gap="100" wrap={false}>
      <Link url={`/app/customers/${customer.id}`} dataPrimaryLink removeUnderline monochrome>
        <Text as="span" fontWeight="semibold">
          {customer.name ?? t("nameless")}
        </Text>
      </Link>
      {customer.isDeleted ? <Badge>{t("deleted.badge")}</Badge> : null}
    </InlineStack>
  );
}
