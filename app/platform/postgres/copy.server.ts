import { finished } from "node:stream/promises";

import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

import { UniqueViolation } from "../sql/driver";
import type { CopyText, NewRows } from "../sql/packed-rows";

const UNIQUE_VIOLATION = "23505";

/**
 * Stores new rows by COPY.
 *
 * @throws UniqueViolation when one is there already.
 */
export async function copyRows(client: Pick<pg.Pool, "query">, rows: NewRows): Promise<void> {
  if (rows.kind !== "copy") throw new Error("PostgreSQL takes new rows as text for COPY");
  for (const table of rows.tables) await copyTable(client as pg.PoolClient, table);
}

async function copyTable(client: pg.PoolClient, { table, columns, bytes }: CopyText): Promise<void> {
  const list = columns.map((column) => `"${column}"`).join(", ");
  const stream = client.query(copyFrom(`COPY "${table}" (${list}) FROM STDIN`));
  try {
    stream.end(bytes);
    await finished(stream);
  } catch (error) {
    if ((error as { code?: unknown }).code !== UNIQUE_VIOLATION) throw error;
    throw new UniqueViolation(`a row of ${table} is there already`, { cause: error });
  }
}
