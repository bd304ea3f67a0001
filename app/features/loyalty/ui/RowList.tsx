import { BlockStack, Button, Divider, InlineStack } from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import { Fragment, type ReactNode } from "react";

type Props<Row> = {
  rows: readonly Row[];
  addLabel: string;
  removeLabel: (row: Row) => string;
  onAdd: () => void;
  onRemove: (id: string) => void;
  children: (row: Row, index: number) => ReactNode;
};

/** Rows that are edited in place, each with what removes it, and what adds one. */
export function RowList<Row extends { id: string }>(props: Props<Row>) {
  const { rows, addLabel, removeLabel, onAdd, onRemove, children } = props;
  return (
    <BlockStack gap="300">
      {rows.map((row, index) => (
        <Fragment key={row.id}>
          {index > 0 ? <Divider /> : null}
          <InlineStack gap="200" blockAlign="start" wrap={false}>
            <div style={{ flexGrow: 1, minWidth: 0 }}>{children(row, index)}</div>
            <Button
              icon={DeleteIcon}
              variant="tertiary"
              tone="critical"
              accessibilityLabel={removeLabel(row)}
              onClick={() => onRemove(row.id)}
            />
          </InlineStack>
        </Fragment>
      ))}
      <InlineStack>
        <Button onClick={onAdd}>{addLabel}</Button>
      </InlineStack>
    </BlockStack>
  );
}
