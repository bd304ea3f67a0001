import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import Database from "better-sqlite3";

const MIGRATIONS = "prisma/sqlite/migrations";
export const TABLES = ["Customer", "Order", "OrderLine", "OrderDiscount", "Refund"] as const;

/** A database with our tables and indexes, empty. */
export function makeSqlite(path: string): string {
  const database = new Database(path);
  const migrations = readdirSync(MIGRATIONS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of migrations.sort((a, b) => (a.name < b.name ? -1 : 1)))
    database.exec(readFileSync(join(MIGRATIONS, name, "migration.sql"), "utf8"));
  database.pragma("journal_mode = WAL");
  database.close();
  return `file:${path}`;
}

/**
 * The limit: the rows of a loaded database, ready as CSV, through `.import` of the sqlite3 shell into the same tables,
 * then their indexes.
 *
 * @returns seconds, or null when the shell is not installed.
 */
export function measureSqliteLimit({
  loaded,
  directory,
}: {
  loaded: string;
  directory: string;
}): number | null {
  if (!isInstalled()) return null;
  for (const table of TABLES)
    shell(loaded, [".mode csv", `.output ${csvOf(directory, table)}`, `SELECT * FROM "${table}";`]);
  const path = join(directory, "limit.db");
  makeSqlite(path);
  const database = new Database(path);
  const indexes = database
    .prepare<[], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (${TABLES.map((name) => `'${name}'`).join(", ")})`,
    )
    .all();
  for (const { name } of indexes) database.exec(`DROP INDEX "${name}"`);
  database.close();
  const startedAt = performance.now();
  const imports = TABLES.filter((table) => statSync(csvOf(directory, table)).size > 0).map(
    (table) => `.import --csv ${csvOf(directory, table)} ${table}`,
  );
  shell(path, [
    "PRAGMA synchronous = FULL;",
    "BEGIN;",
    ...imports,
    "COMMIT;",
    ...indexes.map(({ sql }) => `${sql};`),
  ]);
  return (performance.now() - startedAt) / 1_000;
}

const csvOf = (directory: string, table: string) => join(directory, `${table}.csv`);

function shell(path: string, commands: readonly string[]): void {
  execFileSync("sqlite3", [path], {
    input: `${commands.join("\n")}\n`,
    stdio: ["pipe", "ignore", "inherit"],
  });
}

function isInstalled(): boolean {
  try {
    execFileSync("sqlite3", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
