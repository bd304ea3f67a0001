import type { OrderState } from "../../../orders/schema";
import { type CellsOf, ORDER_COLUMNS, toCell } from "./columns";
import type { RowSink } from "./sink";

type Seal = (text: string) => { sealed: string; hash: string | null };

/** Adds the rows of an order of which nothing was stored. */
export function addOrderRows(
  sink: RowSink,
  state: OrderState,
  { shopId, seal }: { shopId: string; seal: Seal },
): void {
  const { row } = state;
  const orderId = row.id;
  const sealed = row.email === null ? null : seal(row.email);
  const values = { ...row, shopId, email: sealed?.sealed ?? null, emailHash: sealed?.hash ?? null };
  sink.add("Order", cellsOf(ORDER_COLUMNS, values));
  for (const line of state.lines ?? []) sink.add("OrderLine", lineCells(line, { shopId, orderId }));
  for (const { codeKey, code } of state.discounts ?? [])
    sink.add("OrderDiscount", { orderId, codeKey, shopId, code });
  for (const { id, gid, amountMinor, refundedAt } of state.newRefunds)
    sink.add("Refund", {
      id,
      shopId,
      orderId,
      gid,
      amountMinor: toCell(amountMinor),
      refundedAt: toCell(refundedAt),
    });
}

/** The row of a line item. */
export function lineCells(
  line: NonNullable<OrderState["lines"]>[number],
  of: { shopId: string; orderId: string },
): CellsOf<"OrderLine"> {
  const { quantity, currentQuantity, unitPriceMinor, discountMinor, isGiftCard } = line;
  return {
    ...line,
    ...of,
    quantity: toCell(quantity),
    currentQuantity: toCell(currentQuantity),
    unitPriceMinor: toCell(unitPriceMinor),
    discountMinor: toCell(discountMinor),
    isGiftCard: toCell(isGiftCard),
  };
}

type Value = Parameters<typeof toCell>[0];

/** The named values of a row, as they are packed. */
export function cellsOf<Column extends string>(
  columns: readonly Column[],
  values: Readonly<Record<Column, Value>>,
): Record<Column, string | null> {
  return Object.fromEntries(columns.map((column) => [column, toCell(values[column])])) as Record<
    Column,
    string | null
  >;
}
