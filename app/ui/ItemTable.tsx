import { BlockStack, Box, IndexTable, type IndexTableProps, Text, useBreakpoints } from "@shopify/polaris";
import type { ReactNode } from "react";

type Props<Item> = {
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** What one item is called, and several. */
  names: { one: string; many: string };
  headings: IndexTableProps["headings"];
  /** The cells of an item's row: `IndexTable.Cell` and `NumberCell`. */
  cells: (item: Item) => ReactNode;
  /** The same in the little room of a phone; rows of few cells do without. */
  card?: (item: Item) => ReactNode;
  /** What to say when there is none. */
  empty?: { title?: string; text: string };
  /** Which page this is, from 1. */
  paging?: { page: number; pageCount: number; label: string; onPage: (page: number) => void };
  isLoading?: boolean;
  sorting?: Pick<IndexTableProps, "sortable" | "sortColumnIndex" | "sortDirection" | "onSort">;
  isSubdued?: (item: Item) => boolean;
};

/** Items of a list, page by page; on a phone each is a small card instead of a row. */
export function ItemTable<Item>(props: Props<Item>) {
  const { items, keyOf, names, headings, cells, card, empty, paging, sorting } = props;
  const { isLoading = false, isSubdued = () => false } = props;
  const { smDown } = useBreakpoints();
  const narrowed = smDown ? card : undefined;
  return (
    <IndexTable
      condensed={narrowed !== undefined}
      selectable={false}
      loading={isLoading}
      itemCount={items.length}
      resourceName={{ singular: names.one, plural: names.many }}
      headings={headings}
      {...(empty ? { emptyState: <NothingHere {...empty} /> } : {})}
      {...(paging ? { pagination: paginationOf(paging) } : {})}
      {...sorting}
    >
      {items.map((item, position) => (
        <IndexTable.Row
          key={keyOf(item)}
          id={keyOf(item)}
          position={position}
          {...(isSubdued(item) ? { tone: "subdued" as const } : {})}
        >
          {narrowed ? (
            <Box padding="300" width="100%">
              {narrowed(item)}
            </Box>
          ) : (
            cells(item)
          )}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

/** A cell with a number or an amount, at the end of its column. */
export function NumberCell({ children }: { children: ReactNode }) {
  return (
    <IndexTable.Cell>
      <Text as="span" alignment="end" numeric>
        {children}
      </Text>
    </IndexTable.Cell>
  );
}

function paginationOf({ page, pageCount, label, onPage }: NonNullable<Props<unknown>["paging"]>) {
  return {
    hasPrevious: page > 1,
    hasNext: page < pageCount,
    onPrevious: () => onPage(page - 1),
    onNext: () => onPage(page + 1),
    label,
  };
}

function NothingHere({ title, text }: { title?: string; text: string }) {
  return (
    <Box padding="800">
      <BlockStack gap="100" inlineAlign="center">
        {title === undefined ? null : (
          <Text as="p" variant="headingSm">
            {title}
          </Text>
        )}
        <Text as="p" tone="subdued" alignment="center">
          {text}
        </Text>
      </BlockStack>
    </Box>
  );
}
