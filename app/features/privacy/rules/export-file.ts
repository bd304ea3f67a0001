import { toCsv } from "~/kit/csv";

/** What we hold about a person, table by table. */
export type PersonExport = {
  shop: string;
  preparedAt: string;
  tables: { table: string; rows: Record<string, unknown>[] }[];
};

/** As JSON text. Whole numbers too large for others to read exactly are written as texts. */
export function exportToJson(data: PersonExport): string {
  return JSON.stringify(data, storable, 2);
}

/** As CSV: one line per value, so that tables of every shape fit in one file. Empty values are left out. */
export function exportToCsv(data: PersonExport): string {
  const lines = data.tables.flatMap(({ table, rows }) =>
    rows.flatMap((row, index) =>
      Object.entries(row).flatMap(([field, value]) =>
        value === null || value === undefined || value === ""
          ? []
          : [[table, index + 1, field, textOf(value)]],
      ),
    ),
  );
  return toCsv([["table", "row", "field", "value"], ...lines]);
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "bigint") return String(value);
  if (value instanceof Date) return value.toISOString();
  return JSON.stringify(value, storable) ?? "";
}

function storable(_key: string, value: unknown): unknown {
  if (typeof value !== "bigint") return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}
