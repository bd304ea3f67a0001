import pg from "pg";

/*
 * Databases of a PostgreSQL server for tests. To make one takes half a second, to empty one a tenth of that: every
 * place of the test runner has its own few, by name, and empties them before each use. What a test left behind, and
 * whatever still talks to it, is gone then; one whose tables, triggers or functions were changed is made anew.
 */

export type PostgresTemplate = {
  /** Address of a database of the server that nobody else uses. */
  url: string;
  /** Name of the migrated template. */
  name: string;
  /** What `READ_SHAPE` says about the template. */
  shape: string;
};

const taken = new Set<string>();

/** A database like the template. @returns its address, and how to give it back. */
export async function takeDatabase(template: PostgresTemplate): Promise<{ url: string; remove: () => void }> {
  const name = freeName();
  taken.add(name);
  const url = template.url.replace(/[^/]*$/, name);
  if (!(await isEmptied(url, template.shape))) await remake(template, url);
  return { url, remove: () => void taken.delete(name) };
}

/** One that this test file does not use; files at other places of the runner have other names. */
function freeName(): string {
  for (let index = 1; ; index += 1) {
    const name = `test_${process.env.VITEST_POOL_ID}_${index}`;
    if (!taken.has(name)) return name;
  }
}

/** A line to each database that this process has used: to make one costs as much as to empty a database. */
const LINES = Symbol.for("perennial.testDatabases");
const kept = globalThis as { [LINES]?: Map<string, pg.Client> };
// Test files have fresh modules; the process goes on.
const lines = (kept[LINES] ??= new Map<string, pg.Client>());

/** @returns null when there is no such database. */
async function lineTo(url: string): Promise<pg.Client | null> {
  const known = lines.get(url);
  if (known) return known;
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
  } catch (error) {
    if ((error as { code?: unknown }).code === NO_SUCH_DATABASE) return null;
    throw error;
  }
  client.on("error", () => void lines.delete(url));
  lines.set(url, client);
  return client;
}

/** @returns false when there is no such database, or it is not as the template any more. */
async function isEmptied(url: string, shape: string): Promise<boolean> {
  const client = await lineTo(url);
  if (!client) return false;
  await client.query(END_OTHERS);
  if ((await readShape(client)) !== shape) return false;
  await client.query(EMPTY);
  return true;
}

async function remake(template: PostgresTemplate, url: string): Promise<void> {
  // The line to it would end with the database.
  await lines.get(url)?.end();
  lines.delete(url);
  const name = url.slice(url.lastIndexOf("/") + 1);
  const client = new pg.Client({ connectionString: template.url });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${template.name}`);
  await client.end();
}

const NO_SUCH_DATABASE = "3D000";

const END_OTHERS = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;

const READ_SHAPE = `SELECT concat_ws(' ',
  (SELECT concat(count(*), ':', sum(c.oid::bigint), ':', sum(c.relnatts)) FROM pg_class c
    WHERE c.relnamespace IN ('public'::regnamespace, 'graphile_worker'::regnamespace)),
  (SELECT concat(count(*), ':', sum(t.oid::bigint)) FROM pg_trigger t),
  (SELECT concat(count(*), ':', sum(n.oid::bigint)) FROM pg_constraint n),
  (SELECT concat(count(*), ':', sum(p.oid::bigint)) FROM pg_proc p
    WHERE p.pronamespace IN ('public'::regnamespace, 'graphile_worker'::regnamespace))) AS "shape"`;

/** The tables, triggers and functions of a database in short. */
export async function readShape(client: pg.Client | pg.Pool): Promise<string> {
  const { rows } = await client.query<{ shape: string }>(READ_SHAPE);
  return rows[0]?.shape ?? "";
}

/** From here on new files cost less than taking out the rows: eight pages. */
const LARGE_BYTES = 65_536;

/**
 * Takes the rows out of the tables that have any pages, without what would follow from it, and gives new files to the
 * large ones, each of whose indexes gets one as well. What comes next lies in the order of its coming in both. Asking
 * each table for a row would take ten times as long as asking the system for the sizes of their files.
 */
const EMPTY = `DO $$
  DECLARE
    used record;
    large text;
  BEGIN
    SET LOCAL session_replication_role = replica;
    FOR used IN SELECT c.oid::regclass::text AS name, pg_relation_size(c.oid) AS size FROM pg_class c
      WHERE c.relkind = 'r' AND c.relnamespace IN ('public'::regnamespace, 'graphile_worker'::regnamespace)
        AND c.oid <> 'graphile_worker.migrations'::regclass AND pg_relation_size(c.oid) > 0
    LOOP
      IF used.size < ${LARGE_BYTES} THEN EXECUTE 'DELETE FROM ' || used.name;
      ELSE large := concat_ws(', ', large, used.name);
      END IF;
    END LOOP;
    IF large IS NOT NULL THEN EXECUTE 'TRUNCATE ' || large || ' RESTART IDENTITY CASCADE';
    END IF;
  END $$`;
