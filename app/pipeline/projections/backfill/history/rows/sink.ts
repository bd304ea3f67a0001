import type { Dialect } from "~/platform/sql/dialect";
import { type Cell, type PackedRows, packRows } from "~/platform/sql/packed-rows";

import { type CellsOf, COLUMNS, type LoadedTable } from "./columns";

const TABLES = Object.keys(COLUMNS) as LoadedTable[];

/** Rows of a batch, by table. */
export class RowSink {
  private cells = emptyCells();

  add<Table extends LoadedTable>(table: Table, row: CellsOf<Table>): void {
    const cells = this.cells[table];
    const columns: readonly string[] = COLUMNS[table];
    const values = row as Readonly<Record<string, Cell>>;
    for (let index = 0; index < columns.length; index++) cells.push(values[columns[index] ?? ""] ?? null);
  }

  /** Hands out what was added, and is empty again. */
  take(dialect: Dialect): PackedRows[] {
    const { cells } = this;
    this.cells = emptyCells();
    return TABLES.filter((table) => cells[table].length > 0).map((table) =>
      packRows({ table, columns: COLUMNS[table], cells: cells[table] }, dialect),
    );
  }
}

function emptyCells(): Record<LoadedTable, Cell[]> {
  return {
    Customer: [],
    CustomerTag: [],
    ConsentChange: [],
    Order: [],
    OrderLine: [],
    OrderDiscount: [],
    Refund: [],
  };
}
