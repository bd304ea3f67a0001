import { finished } from "node:stream/promises";

import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

import { UniqueViolation } from "../sql/driver";
import type { PackedRows } from "../sql/packed-rows";

const UNIQUE_VIOLATION = "23505";

/**
 * Stores new rows by COPY.
 *
 * @throws UniqueViolation when one is there already.
 */
export async function copyRows(client: Pick<pg.Pool, "query">, rows: PackedRows): Promise<void> {
  if (rows.kind !== "copy") throw new Error("expected rows that were packed for PostgreSQL");
  const columns = rows.columns.map((column) => `"${column}"`).join(", ");
  const stream = (client as pg.PoolClient).query(copyFrom(`COPY "${rows.table}" (${columns}) FROM STDIN`));
  try {
    stream.end(rows.bytes);
    await finished(stream);
  } catch (error) {
    if ((error as { code?: unknown }).code !== UNIQUE_VIOLATION) throw error;
    throw new UniqueViolation(`a row of ${rows.table} is there already`, { cause: error });
  }
}
