import type { Columns, Header, OrderColumn } from "./columns";
import { beginsOrder, type ImportedRow } from "./order-mapping";
import type { RowProblem } from "./schema";

/** Rows of one order, or the row of one customer. */
export type RowGroup = [ImportedRow, ...ImportedRow[]];

type Position = { bytes: number; lines: number };

/** Whole orders or customers of a file, and where the file goes on after them. */
export type Batch = { groups: RowGroup[]; problems: RowProblem[]; rowCount: number; end: Position };

type PlacedRecord = { cells: string[]; line: number; end: Position };

/** Rows that are broken off: the last one of a file is perhaps no mistake of the row, but of the file. */
export type Ending = { brokenLine: number | null };

/**
 * Puts records into batches that end where an order ends.
 *
 * @param ending Says afterwards whether the last record was too short.
 * @throws what `records` throws, after the orders that were whole by then; the one that was being read is dropped.
 */
export async function* batchRecords(
  records: AsyncIterable<PlacedRecord>,
  { header, size, ending }: { header: Header; size: number; ending: Ending },
): AsyncGenerator<Batch, void> {
  const batcher = createBatcher(header);
  try {
    for await (const record of records) {
      ending.brokenLine = record.cells.length < header.width ? record.line : null;
      batcher.add(record);
      if (batcher.count() >= size) yield batcher.take();
    }
  } catch (error) {
    if (batcher.count() > 0) yield batcher.take();
    throw error;
  }
  batcher.close();
  if (batcher.rowCount() > 0) yield batcher.take();
}

type Batcher = {
  add: (record: PlacedRecord) => void;
  /** Ends the order that is being read. */
  close: () => void;
  /** Orders or customers that are whole. */
  count: () => number;
  rowCount: () => number;
  take: () => Batch;
};

function createBatcher(header: Header): Batcher {
  const isOrders = header.kind === "orders";
  const columns = header.columns as Columns<OrderColumn>;
  let whole = emptyBatch();
  /** What was read since the last whole order. */
  let open: { group: RowGroup | null; problems: RowProblem[]; rowCount: number; end: Position } | null = null;

  const close = (): void => {
    if (!open) return;
    if (open.group) whole.groups.push(open.group);
    whole.problems.push(...open.problems);
    whole.rowCount += open.rowCount;
    whole.end = open.end;
    open = null;
  };

  const append = ({ end }: PlacedRecord, part: { row?: ImportedRow; problem?: RowProblem }): void => {
    open ??= { group: null, problems: [], rowCount: 0, end };
    if (part.row) {
      if (open.group) open.group.push(part.row);
      else open.group = [part.row];
    }
    if (part.problem) open.problems.push(part.problem);
    open.rowCount += 1;
    open.end = end;
  };

  return {
    add: (record) => {
      const { cells, line } = record;
      const row = { cells, line };
      if (cells.length !== header.width) {
        append(record, { problem: wrongWidth(record, header.width) });
      } else if (!isOrders) {
        append(record, { row });
      } else if (open?.group && continuesOrder(columns, open.group, cells)) {
        append(record, { row });
        return;
      } else if (!beginsOrder(columns, cells)) {
        close();
        append(record, { problem: withoutFigures(record, columns) });
      } else {
        close();
        append(record, { row });
        return;
      }
      if (!isOrders || !open?.group) close();
    },
    close,
    count: () => whole.groups.length + whole.problems.length,
    rowCount: () => whole.rowCount,
    take: () => {
      const taken = whole;
      whole = emptyBatch();
      return taken;
    },
  };
}

function emptyBatch(): Batch {
  return { groups: [], problems: [], rowCount: 0, end: { bytes: 0, lines: 0 } };
}

/** Whether a row goes on with the order of the rows before it: it has the same name and no figures of its own. */
function continuesOrder(columns: Columns<OrderColumn>, [first]: RowGroup, cells: readonly string[]): boolean {
  const at = columns.name?.at ?? -1;
  return (first.cells[at] ?? "").trim() === (cells[at] ?? "").trim() && !beginsOrder(columns, cells);
}

function wrongWidth({ line, cells }: PlacedRecord, width: number): RowProblem {
  return {
    line,
    column: null,
    value: null,
    reason: "columns",
    params: { expected: width, got: cells.length },
  };
}

function withoutFigures({ line, cells }: PlacedRecord, columns: Columns<OrderColumn>): RowProblem {
  const value = cells[columns.name?.at ?? -1] ?? "";
  return {
    line,
    column: columns.name?.title ?? null,
    value: value.slice(0, 60),
    reason: "no-first-row",
    params: {},
  };
}
