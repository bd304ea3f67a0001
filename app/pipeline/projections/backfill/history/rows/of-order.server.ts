import { contactHashOrNull, seal } from "~/platform/sealed.server";
import type { RowPacker } from "~/platform/sql/row-packer";

import type { OrderState } from "../../../orders/schema";
import { type CellsOf, ORDER_COLUMNS, toCell } from "./columns";
import type { RowSink } from "./sink";

/** Adds the rows of an order of which nothing was stored. */
export function addOrderRows(sink: RowSink, state: OrderState, { shopId }: { shopId: string }): void {
  const { row } = state;
  const orderId = row.id;
  const email = row.email === null ? null : seal(row.email);
  const values = { ...row, shopId, email, emailHash: contactHashOrNull(row.email) };
  addValues(sink.packerOf("Order"), ORDER_COLUMNS, values);
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

/** Adds the named values of a row. */
export function addValues<Column extends string>(
  packer: RowPacker,
  columns: readonly Column[],
  values: Readonly<Record<Column, Value>>,
): void {
  for (const column of columns) {
    const value = values[column];
    if (typeof value === "number") packer.addNumber(value);
    else packer.addCell(toCell(value));
  }
  packer.endRow();
}
