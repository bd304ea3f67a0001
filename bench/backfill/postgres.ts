import { chmodSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import pg from "pg";

import { TABLES } from "./sqlite";

const MIGRATIONS = "prisma/postgresql/migrations";

/** An empty database of the server. @returns its address. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  await withClient(serverUrl, (client) => client.query(`CREATE DATABASE "${name}"`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** A database of the server with our tables and indexes, empty. @returns its address. */
export async function makePostgres(serverUrl: string, name: string): Promise<string> {
  const url = await createDatabase(serverUrl, name);
  await withClient(url, async (client) => {
    const migrations = readdirSync(MIGRATIONS, { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    for (const { name: folder } of migrations.sort((a, b) => (a.name < b.name ? -1 : 1)))
      await client.query(readFileSync(join(MIGRATIONS, folder, "migration.sql"), "utf8"));
  });
  return url;
}

/** The limit: the rows of a loaded database, ready as CSV, through COPY into the same tables, then indexes and keys. */
export async function measurePostgresLimit(urls: {
  server: string;
  loaded: string;
  directory: string;
}): Promise<number> {
  const directory = join(urls.directory, "copy");
  mkdirSync(directory);
  chmodSync(urls.directory, 0o755);
  chmodSync(directory, 0o777); // The server writes and reads them, as another user.
  const fileOf = (table: string) => join(directory, `${table}.csv`);
  await withClient(urls.loaded, async (client) => {
    for (const table of TABLES) await client.query(`COPY "${table}" TO '${fileOf(table)}' CSV`);
  });
  const limit = await makePostgres(urls.server, "limit");
  return withClient(limit, async (client) => {
    const later = await dropKeysAndIndexes(client);
    const startedAt = performance.now();
    for (const table of TABLES) await client.query(`COPY "${table}" FROM '${fileOf(table)}' CSV`);
    for (const statement of later) await client.query(statement);
    return (performance.now() - startedAt) / 1_000;
  });
}

/** @returns the statements that make them again, keys that others refer to first. */
async function dropKeysAndIndexes(client: pg.Client): Promise<string[]> {
  const inTables = `IN (${TABLES.map((table) => `'"${table}"'::regclass`).join(", ")})`;
  const { rows: constraints } = await client.query<{ name: string; table: string; definition: string }>(
    `SELECT conname AS name, conrelid::regclass::text AS table, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE contype IN ('p', 'f') AND conrelid ${inTables} ORDER BY contype = 'f'`,
  );
  for (const { name, table } of [...constraints].reverse())
    await client.query(`ALTER TABLE ${table} DROP CONSTRAINT "${name}" CASCADE`);
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
     FROM pg_index WHERE indrelid ${inTables}`,
  );
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
  return [
    ...constraints.map(
      ({ name, table, definition }) => `ALTER TABLE ${table} ADD CONSTRAINT "${name}" ${definition}`,
    ),
    ...indexes.map(({ definition }) => definition),
  ];
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
