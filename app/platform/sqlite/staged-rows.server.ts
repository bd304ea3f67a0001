import type { Database } from "better-sqlite3";

import { UniqueViolation } from "../sql/driver";
import type { NewRows } from "../sql/packed-rows";

type StagedFile = Extract<NewRows, { kind: "file" }>;

/** @returns the name by which statements know the file, until it is detached. */
export function attachRows(connection: Database, { path }: StagedFile): string {
  const name = `rows_${++count}`;
  connection.prepare(`ATTACH ? AS ${name}`).run(path);
  return name;
}

let count = 0;

export function detachRows(connection: Database, name: string): void {
  connection.prepare(`DETACH ${name}`).run();
}

/**
 * Copies rows out of an attached file. Texts of numbers become numbers by the type their column was declared with.
 *
 * @throws UniqueViolation when a row is there already.
 */
export function copyStagedRows(
  connection: Database,
  rows: NewRows,
  { shopId, name }: { shopId: string; name: string },
): void {
  for (const { table, columns, rowCount } of rows.tables) {
    const list = columns.map((column) => `"${column}"`).join(", ");
    const sql = `INSERT INTO main."${table}" (${list}) SELECT ${list} FROM ${name}."${table}" WHERE "shopId" = ?`;
    const copied = runOnNew(() => connection.prepare(sql).run(shopId).changes, table);
    if (copied !== rowCount)
      throw new Error(`expected ${rowCount} rows of ${table} for the shop, got ${copied}`);
  }
}

function runOnNew<T>(work: () => T, table: string): T {
  try {
    return work();
  } catch (error) {
    const code = String((error as { code?: unknown }).code);
    if (!/^SQLITE_CONSTRAINT_(PRIMARYKEY|UNIQUE)$/.test(code)) throw error;
    throw new UniqueViolation(`a row of ${table} is there already`, { cause: error });
  }
}
