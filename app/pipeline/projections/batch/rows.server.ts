import { toDbInstant } from "~/platform/db.server";

/**
 * SQL that stores many rows in one statement from one JSON parameter made by `rowsToJson`.
 *
 * @param guard Condition under which a row that exists is replaced; always when absent.
 */
export function upsertSql({
  table,
  columns,
  key,
  guard,
}: {
  table: string;
  columns: readonly string[];
  key: readonly string[];
  guard?: string;
}): string {
  const updates = columns.filter((column) => !key.includes(column));
  const action =
    updates.length === 0
      ? "NOTHING"
      : `UPDATE SET ${updates.map((column) => `${quoted(column)} = excluded.${quoted(column)}`).join(", ")}`;
  return `INSERT INTO ${quoted(table)} (${columns.map(quoted).join(", ")})
    SELECT ${columns.map((column) => `r.value->>'${column}'`).join(", ")} FROM json_each(?) r WHERE 1 = 1
    ON CONFLICT (${key.map(quoted).join(", ")}) DO ${action}${guard ? ` WHERE ${guard}` : ""}`;
}

/** Rows as one JSON parameter: instants as the database stores them. */
export function rowsToJson(rows: readonly object[]): string {
  return JSON.stringify(rows.map(storable));
}

function storable(row: object): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(row))
    copy[key] = value instanceof Date ? toDbInstant(value) : value;
  return copy;
}

function quoted(name: string): string {
  return `"${name}"`;
}
