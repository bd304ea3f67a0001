import { gunzipSync } from "node:zlib";

import { type Db, dialectOf } from "../db.server";
import { acrossShops } from "../tenant-guard.server";

/** Where a text was found: how many rows of a column. Never the value. */
export type Finding = { table: string; column: string; rowCount: number };

const PAGE = 500;
const WHY = "an operator looks for what is left of a person";

/**
 * Looks for texts in every column of every table that the database itself knows, sealed and compressed values opened.
 * Capitals do not count.
 *
 * @param marks Texts such as a mail address, a phone number, a name.
 */
export async function findTexts(db: Db, marks: readonly string[]): Promise<Finding[]> {
  const sought = marks.map((mark) => mark.trim().toLowerCase()).filter((mark) => mark !== "");
  if (sought.length === 0) return [];
  const findings: Finding[] = [];
  for (const table of await listTables(db)) findings.push(...(await findInTable(db, table, sought)));
  return findings;
}

/** Every table of the app and its queue, as SQL names it. */
export async function listTables(db: Db): Promise<string[]> {
  const rows = await acrossShops(WHY, () =>
    dialectOf(db) === "postgresql"
      ? db.$queryRaw<{ name: string }[]>`
          SELECT '"' || table_schema || '"."' || table_name || '"' AS "name" FROM information_schema.tables
          WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE' ORDER BY 1`
      : db.$queryRaw<{ name: string }[]>`
          SELECT '"' || name || '"' AS "name" FROM sqlite_master
          WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
  );
  return rows.map(({ name }) => name);
}

async function findInTable(db: Db, table: string, sought: readonly string[]): Promise<Finding[]> {
  const counts = new Map<string, number>();
  const place = dialectOf(db) === "postgresql" ? "ctid" : "rowid";
  for (let offset = 0, isMore = true; isMore; offset += PAGE) {
    const sql = `SELECT * FROM ${table} ORDER BY ${place} LIMIT ${PAGE} OFFSET ${offset}`;
    const rows = await acrossShops(WHY, () => db.$queryRawUnsafe<Record<string, unknown>[]>(sql));
    for (const [column, value] of rows.flatMap(Object.entries)) {
      const text = readable(value).toLowerCase();
      if (sought.some((mark) => text.includes(mark))) counts.set(column, (counts.get(column) ?? 0) + 1);
    }
    isMore = rows.length === PAGE;
  }
  return [...counts].map(([column, rowCount]) => ({ table: table.replaceAll('"', ""), column, rowCount }));
}

/** How base64 of gzip begins. */
const GZIP = "H4sI";

/** What is opened by the drivers already, and what is compressed in it. */
function readable(value: unknown): string {
  if (typeof value === "string") return value.startsWith(GZIP) ? unzipped(value) : value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  return typeof value === "object" && value !== null && !(value instanceof Date) ? JSON.stringify(value) : "";
}

function unzipped(text: string): string {
  try {
    return gunzipSync(Buffer.from(text, "base64")).toString("utf8");
  } catch {
    return text;
  }
}
