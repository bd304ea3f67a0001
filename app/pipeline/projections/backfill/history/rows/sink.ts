import type { PackedValues } from "~/platform/sql/packed-rows";
import { RowPacker } from "~/platform/sql/row-packer";

import { type CellsOf, COLUMNS, type LoadedTable } from "./columns";

const TABLES = Object.keys(COLUMNS) as LoadedTable[];

/** Rows of a batch, by table. */
export class RowSink {
  private readonly packers: ReadonlyMap<LoadedTable, RowPacker>;

  /** @param isCopy For COPY. */
  constructor(isCopy: boolean) {
    this.packers = new Map(TABLES.map((table) => [table, new RowPacker(table, COLUMNS[table], isCopy)]));
  }

  add<Table extends LoadedTable>(table: Table, row: CellsOf<Table>): void {
    this.packerOf(table).add(row);
  }

  /** Where rows of a table are added cell by cell. */
  packerOf(table: LoadedTable): RowPacker {
    const packer = this.packers.get(table);
    if (!packer) throw new Error(`no rows of ${table} are loaded`);
    return packer;
  }

  /** Hands out what was added, good until more is added: tables in the order in which they refer to each other, and is empty again. */
  take(): PackedValues[] {
    return [...this.packers.values()].flatMap((packer) => packer.take() ?? []);
  }
}
